package dev.sentinel.app.config;

import dev.sentinel.app.config.CollectorsConfig.Webhook;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.Secret;
import dev.sentinel.collectors.webhook.edge.Hook;
import dev.sentinel.v1.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ways in for what others send. */
record HooksSection(Shape<Path> path) {
    private static final int MOST = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern PATH = Pattern.compile("/hooks/[A-Za-z0-9._-]{1,64}(/[A-Za-z0-9._-]{1,64}){0,3}");

    /** What is sent there. */
    private enum Sender {
        ALERTMANAGER,
        GRAFANA,
        RECORDS,
        EVENTS
    }

    Webhook read(Section section) {
        var mappings = section.find("mappings", path);
        var listen = section.find("listen", Shape.address());
        var guarded = new HashSet<Boolean>();
        var hooks = section
                .sections("hooks", MOST, below -> {
                    guarded.add(below.has("token-file"));
                    return hook(below);
                })
                .stream()
                .flatMap(Optional::stream)
                .toList();
        var names = new HashSet<String>();
        if (hooks.stream().anyMatch(hook -> !names.add("name " + hook.name()) || !names.add("path " + hook.path()))) {
            section.complain("hooks", "two of them share their name or path");
        }
        if (listen.filter(address -> !address.isLoopback()).isPresent() && guarded.contains(false)) {
            section.complain(
                    "listen",
                    "can be reached from other machines; give every hook a token-file, or listen on 127.0.0.1");
        }
        return new Webhook(hooks, mappings, listen);
    }

    private Optional<Hook> hook(Section section) {
        section.demand("name", "how it is called in metrics");
        section.demand("from", "who sends there: alertmanager, grafana, records or events");
        var name = section.find("name", Shape.matching(NAME, "use up to 64 letters, digits, dots and hyphens"));
        var where = section.find("path", Shape.matching(PATH, "write one like /hooks/alertmanager"));
        var from = section.find("from", Shape.choice(Sender.class));
        var system = section.find("system", Things.shape());
        var token = section.find("token-file", path.where(SecretFile::guarded));
        var silence = section.find("silence", Shape.duration(Duration.ofMinutes(1), Duration.ofDays(30)));
        return name.flatMap(called -> from.map(sender -> new Hook(
                called,
                where.orElse("/hooks/" + called),
                content(sender, system, called),
                token.map(Secret::file),
                silence)));
    }

    private static Hook.Content content(Sender sender, Optional<Ref> system, String name) {
        return switch (sender) {
            case ALERTMANAGER -> new Hook.Content.Alerts(store(system, "alertmanager.server", name));
            case GRAFANA -> new Hook.Content.Alerts(store(system, "grafana.server", name));
            case RECORDS -> new Hook.Content.Records(store(system, "alertmanager.server", name));
            case EVENTS -> new Hook.Content.Mapped();
        };
    }

    private static Store store(Optional<Ref> system, String kind, String name) {
        return new Store(
                system.orElseGet(
                        () -> Ref.newBuilder().setKind(kind).setName(name).build()),
                List.of());
    }
}
