package dev.sentinel.app.config;

import dev.sentinel.app.config.RespondersConfig.Api;
import dev.sentinel.app.config.RespondersConfig.Audit;
import dev.sentinel.app.config.RespondersConfig.Evidence;
import dev.sentinel.app.config.RespondersConfig.Nomad;
import dev.sentinel.app.config.RespondersConfig.Quarantine;
import dev.sentinel.app.config.RespondersConfig.Targets;
import dev.sentinel.app.people.Person;
import dev.sentinel.responders.approvals.Role;
import dev.sentinel.responders.targets.kubernetes.Connection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What there is to configure about acting. */
final class ResponderTree {
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern PERSON = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,127}");
    private static final int MOST_PEOPLE = 200;
    private static final int MOST_THINGS = 64;

    private final Shape<Path> path;
    private final Path data;

    ResponderTree(Shape<Path> path, Path data) {
        this.path = path;
        this.data = data;
    }

    /** @param retention how long incidents are kept, which is how long plans are unless somebody wants it otherwise */
    RespondersConfig read(Section section, boolean on, Duration retention) {
        var folder = data.resolve("responders");
        return new RespondersConfig(
                on,
                section.get(
                        "lease", Shape.duration(Duration.ofSeconds(3), Duration.ofMinutes(1)), Duration.ofSeconds(10)),
                section.get("pause-file", path, data.resolve("PAUSE")),
                section.get("retention", Shape.duration(Duration.ofDays(1), Duration.ofDays(3660)), retention),
                section.find("policy", path),
                section.find("runbooks", path),
                section.get("own-storage", Shape.listOf(Things.shape(), MOST_THINGS), List.of()),
                section.section("quarantine", ResponderTree::quarantine),
                section.section("audit", below -> audit(below, folder)),
                section.section("evidence", below -> evidence(below, folder)),
                section.section("targets", this::targets),
                people(section),
                section.section("notify", new NotifySection(path)::read));
    }

    private static Quarantine quarantine(Section section) {
        return new Quarantine(
                section.get("on-join", Shape.flag(), false),
                section.get("watch", Shape.duration(Duration.ofMinutes(1), Duration.ofDays(30)), Duration.ofDays(2)));
    }

    private Audit audit(Section section, Path folder) {
        return new Audit(
                section.get("key-file", path, folder.resolve("audit-key")),
                section.get("checkpoints", path, folder.resolve("audit-checkpoints")),
                section.get("every", Shape.duration(Duration.ofSeconds(1), Duration.ofDays(1)), Duration.ofMinutes(5)),
                section.get("entries", Shape.number(1, 100_000), 100));
    }

    private Evidence evidence(Section section, Path folder) {
        return new Evidence(
                section.get("folder", path, folder.resolve("evidence")),
                section.get("max-size", Shape.size(Size.mebibytes(1), Size.mebibytes(10 << 10)), Size.mebibytes(64)));
    }

    private Targets targets(Section section) {
        return new Targets(
                section.section("api", this::api),
                section.get(
                        "longhorn-namespace",
                        Shape.matching(NAMESPACE, "a namespace has 1 to 63 of a-z, 0-9 and -"),
                        "longhorn-system"),
                section.section("nomad", this::nomad),
                section.find("alertmanager", Shape.of(SiteSection::url, URI::toString)));
    }

    private Optional<Api> api(Section section) {
        var kubeconfig = section.find("kubeconfig", path);
        var context = section.find("context", Shape.text());
        var url = section.find("url", Shape.of(SiteSection::url, URI::toString));
        var token = section.find("token-file", path);
        var ca = section.find("ca-file", path);
        var timeout = section.get(
                "timeout", Shape.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofSeconds(15));
        if (section.has("url") && section.has("kubeconfig")) {
            section.complain("url", "is not used beside a kubeconfig; write one of them");
        }
        Optional<Connection> byFile = kubeconfig.map(file -> new Connection.Kubeconfig(file, context.orElse("")));
        return byFile.or(() -> url.map(address -> new Connection.Address(address, token, ca)))
                .map(connection -> new Api(connection, timeout));
    }

    private Optional<Nomad> nomad(Section section) {
        var url = section.find("url", Shape.of(SiteSection::url, URI::toString));
        var token = section.find("token-file", path.where(SecretFile::guarded));
        return url.map(address -> new Nomad(address, token));
    }

    private List<Person> people(Section section) {
        var people = section.sections("people", MOST_PEOPLE, this::person).stream()
                .flatMap(Optional::stream)
                .toList();
        var names = new HashSet<String>();
        if (people.stream()
                .anyMatch(each -> !names.add("id " + each.id())
                        || each.slack()
                                .filter(slack -> !names.add("slack " + slack))
                                .isPresent())) {
            section.complain("people", "two of them share their id or their Slack user");
        }
        return people;
    }

    private Optional<Person> person(Section section) {
        section.demand("id", "how the audit names them");
        section.demand("token-file", "what only they have; a long random word in a file of mode 600");
        var id = section.find("id", Shape.matching(PERSON, "use up to 128 of a-z, 0-9 and ._@-"));
        var name = section.find("name", Shape.text());
        var rights = section.get(
                "roles", Shape.listOf(Shape.choice(Role.class), Role.values().length), List.of(Role.VIEWER));
        var token = section.find("token-file", path.where(SecretFile::guarded));
        var slack = section.find(
                "slack", Shape.matching(Pattern.compile("[UW][A-Z0-9]{1,20}"), "a user id looks like U012AB3CD"));
        return id.flatMap(called -> token.map(
                file -> new Person(called, name.orElse(called), EnumSet.copyOf(rights), secret(file), slack)));
    }

    /** Read anew each time, so that a token that was taken away is worth nothing at once. */
    static Supplier<String> secret(Path file) {
        return () -> switch (SecretFile.read(file)) {
            case Parsed.Good<Secret> good -> good.value().reveal();
            // Nobody's: what cannot be read opens nothing.
            case Parsed.Wrong<Secret> wrong -> "";
        };
    }
}
