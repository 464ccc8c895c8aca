package dev.sentinel.app.config;

import dev.sentinel.app.config.CollectorsConfig.Api;
import dev.sentinel.app.config.CollectorsConfig.Kubernetes;
import dev.sentinel.app.config.CollectorsConfig.Longhorn;
import dev.sentinel.app.config.CollectorsConfig.PodLogs;
import dev.sentinel.app.config.CollectorsConfig.Victoria;
import dev.sentinel.collectors.kubernetes.edge.Connection;
import dev.sentinel.collectors.nomad.edge.NomadRegion;
import dev.sentinel.collectors.stores.edge.History;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What there is to configure about reading sources. A collector is on when its section is there, be it empty. */
final class CollectorTree {
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String NAMESPACE_RULE = "a namespace has 1 to 63 of a-z, 0-9 and -";
    private static final int MOST_AGES = 8;
    private static final int MOST_NAMESPACES = 100;

    private final Shape<Path> path;
    private final Surroundings surroundings;

    CollectorTree(Shape<Path> path, Surroundings surroundings) {
        this.path = path;
        this.surroundings = surroundings;
    }

    CollectorsConfig read(Section section) {
        var servers = new ServersSection(path);
        var hooks = new HooksSection(path);
        var machines = new MachineSections(path);
        var on = new TreeSet<String>();
        CollectorsConfig.NAMES.stream().filter(section::has).forEach(on::add);
        return new CollectorsConfig(
                section.get(
                        "lease", Shape.duration(Duration.ofSeconds(3), Duration.ofMinutes(1)), Duration.ofSeconds(9)),
                section.get(
                        "heartbeat",
                        Shape.duration(Duration.ofSeconds(10), Duration.ofMinutes(10)),
                        Duration.ofSeconds(30)),
                on,
                section.section("api", this::api),
                section.section("kubernetes", CollectorTree::kubernetes),
                section.section("prometheus", servers::prometheus),
                section.section("loki", below -> servers.stores("loki.server", below)),
                section.section(
                        "victoriametrics",
                        below -> new Victoria(servers.stores("victoria.server", below), history(below))),
                section.section("victorialogs", below -> servers.stores("victoria.server", below)),
                section.section("thanos", below -> servers.stores("thanos.compactor", below)),
                section.section("alertmanager", below -> servers.stores("alertmanager.server", below)),
                section.section("nomad", this::nomad),
                section.section("webhook", hooks::read),
                section.section("longhorn", CollectorTree::longhorn),
                section.section("vmalert", below -> servers.named("victoria.server", below)),
                section.section("machine", machines::machine),
                section.find("signatures", path),
                section.section("logs", machines::logs),
                section.section("podlogs", below -> podLogs(below, machines)),
                section.section("journal", machines::journal),
                section.section("kernel", machines::ring),
                section.section("multipath", machines::multipath),
                section.section("csi", machines::csi),
                section.section("host", machines::host));
    }

    private Optional<Api> api(Section section) {
        var kubeconfig = section.find("kubeconfig", path);
        var context = section.find("context", Shape.text());
        var url = section.find("url", Shape.of(SiteSection::url, URI::toString));
        var token = section.find("token-file", path);
        var ca = section.find("ca-file", path);
        var timeout = section.get(
                "timeout", Shape.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofSeconds(10));
        if (section.has("context") && !section.has("kubeconfig")) {
            section.complain("context", "is one of a kubeconfig; name that file too");
        }
        if (section.has("url") && section.has("kubeconfig")) {
            section.complain("url", "is not used beside a kubeconfig; write one of them");
        }
        if (section.has("token-file") && !section.has("url")) {
            section.complain("token-file", "is for the server of a url; write it too");
        }
        Optional<Connection> byFile = kubeconfig.map(file -> new Connection.Kubeconfig(file, context.orElse("")));
        return byFile.or(() -> url.map(address -> new Connection.Address(address, token, ca)))
                .or(surroundings::cluster)
                .map(connection -> new Api(connection, timeout));
    }

    private static Kubernetes kubernetes(Section section) {
        return new Kubernetes(section.get("most-waiting", Shape.number(100, 1_000_000), 50_000));
    }

    private static Longhorn longhorn(Section section) {
        return new Longhorn(
                section.get("namespace", Shape.matching(NAMESPACE, NAMESPACE_RULE), "longhorn-system"),
                section.get("metrics", Shape.flag(), true));
    }

    private static PodLogs podLogs(Section section, MachineSections machines) {
        return new PodLogs(
                section.get(
                        "namespaces",
                        Shape.listOf(Shape.matching(NAMESPACE, NAMESPACE_RULE), MOST_NAMESPACES),
                        List.of()),
                section.get("most-containers", Shape.number(1, 400), 100),
                machines.rules(section));
    }

    private static History history(Section section) {
        var usual = History.usual();
        return new History(
                section.get("history-query", Shape.text(), usual.query()),
                section.get(
                        "history-ages",
                        Shape.listOf(Shape.duration(Duration.ofMinutes(1), Duration.ofDays(3660)), MOST_AGES),
                        usual.ages()));
    }

    private Optional<NomadRegion> nomad(Section section) {
        var site = new SiteSection(path).read(section, Optional.of("X-Nomad-Token"));
        var region = section.find("region", Shape.text());
        var listing = section.get(
                "list-every", Shape.duration(Duration.ofSeconds(10), Duration.ofDays(1)), Duration.ofMinutes(5));
        var silence = section.get(
                "silence", Shape.duration(Duration.ofSeconds(15), Duration.ofMinutes(10)), Duration.ofMinutes(1));
        return site.map(where -> new NomadRegion(where, region.orElse(""), listing, silence));
    }
}
