package dev.sentinel.app.config;

import dev.sentinel.app.config.SentinelConfig.Broker;
import dev.sentinel.app.config.SentinelConfig.ClientCertificate;
import dev.sentinel.app.config.SentinelConfig.Ingest;
import dev.sentinel.app.config.SentinelConfig.Log;
import dev.sentinel.app.config.SentinelConfig.Login;
import dev.sentinel.app.config.SentinelConfig.Server;
import dev.sentinel.app.config.SentinelConfig.Spool;
import dev.sentinel.app.config.SentinelConfig.Store;
import dev.sentinel.app.config.SentinelConfig.Tls;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The keys there are, their shapes, bounds and defaults: the reference in docs/configuration.md says the same. */
final class ConfigTree {
    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String CLUSTER_RULE =
            "use 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit";
    private static final int MOST_ADDRESSES = 16;
    private static final int HIGHEST_PORT = 65_535;

    private final Surroundings surroundings;
    private final Shape<Path> path;

    ConfigTree(Path folder, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.path = Shape.path(folder);
    }

    SentinelConfig read(Section root) {
        // The name goes into routing keys, where a dot would start the next word.
        var cluster = root.get("cluster", Shape.matching(CLUSTER, CLUSTER_RULE), "local");
        var data = root.get("data", path, surroundings.dataFolder());
        // Read in the order in which people are shown them.
        var partitions = root.get("partitions", Shape.number(1, 64), 8);
        var grace = root.get(
                "shutdown-grace",
                Shape.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                Duration.ofSeconds(20));
        var broker = root.section("broker", section -> broker(section, data));
        var store = root.section("store", section -> store(section, data));
        var journal = root.section("journal", ConfigTree::journal);
        var incidents = root.section("incidents", ConfigTree::incidents);
        return new SentinelConfig(
                cluster,
                data,
                partitions,
                grace,
                broker,
                store,
                journal,
                incidents,
                root.section("correlator", ConfigTree::correlator),
                root.section("patterns", section -> new SentinelConfig.Patterns(section.find("dir", path))),
                root.section("collectors", new CollectorTree(path, surroundings)::read),
                root.section(
                        "responders",
                        section -> new ResponderTree(path, data)
                                .read(section, root.has("responders"), incidents.retention())),
                root.section("spool", section -> spool(section, data)),
                root.section("ingest", ConfigTree::ingest),
                root.section("server", ConfigTree::server),
                root.section("log", ConfigTree::log));
    }

    private Broker broker(Section section, Path data) {
        var uris = section.find("uri", Shape.listOf(brokerUri(), MOST_ADDRESSES));
        var login = login(section, "uri");
        var tls = section.section("tls", this::tls);
        var port = section.get("port", Shape.number(0, HIGHEST_PORT), 8485);
        if (uris.isPresent() && section.has("port")) {
            section.complain("port", "is for the embedded broker; with broker.uri the port belongs into the uri");
        }
        if (tls.isPresent() && uris.stream().flatMap(List::stream).noneMatch(uri -> "amqps".equals(uri.getScheme()))) {
            section.complain("tls", "is not used without an amqps:// uri; write broker.uri with amqps://");
        }
        var endpoint = uris.<Broker.Endpoint>map(given -> new Broker.Amqp(given, login, tls))
                .orElseGet(() -> new Broker.Embedded(data.resolve("broker"), port));
        return new Broker(
                endpoint,
                section.get("prefetch", Shape.number(1, 1000), 200),
                section.get("window", Shape.number(1, 2000), 128),
                section.get(
                        "confirm-timeout",
                        Shape.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                        Duration.ofSeconds(5)));
    }

    /** User and password come together or not at all, and only where there is an address to show them to. */
    private Optional<Login> login(Section section, String addressKey) {
        var user = section.find("user", Shape.text());
        var password = section.find("password-file", secret());
        if (section.has("user") && !section.has("password-file")) {
            section.complain("user", "needs a password-file beside it");
        }
        if (section.has("password-file") && !section.has("user")) {
            section.complain("password-file", "needs a user beside it");
        }
        if (section.has("user") && !section.has(addressKey)) {
            section.complain("user", "is not used without a %s beside it".formatted(addressKey));
        }
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }

    private Optional<Tls> tls(Section section) {
        var ca = section.find("ca-file", path);
        var certificate = section.find("certificate-file", path);
        var key = section.find("key-file", path.where(SecretFile::guarded));
        if (section.has("certificate-file") != section.has("key-file")) {
            var given = section.has("key-file") ? "key-file" : "certificate-file";
            var lacking = section.has("key-file") ? "certificate-file" : "key-file";
            section.complain(given, "needs a %s beside it".formatted(lacking));
        }
        var shown = certificate.flatMap(file -> key.map(secret -> new ClientCertificate(file, secret)));
        return ca.isPresent() || shown.isPresent() ? Optional.of(new Tls(ca, shown)) : Optional.empty();
    }

    private Store store(Section section, Path data) {
        var url = section.find("url", Shape.text().where(ConfigTree::postgresUrl));
        var login = login(section, "url");
        var connections = section.get("connections", Shape.number(2, 100), 8);
        if (section.has("url") && !section.has("user")) {
            section.complain("url", "needs a user and a password-file beside it");
        }
        return url.flatMap(given -> login.<Store>map(who -> new Store.Postgres(given, who, connections)))
                .orElseGet(() -> new Store.Sqlite(data.resolve("sentinel.db")));
    }

    private static SentinelConfig.Journal journal(Section section) {
        return new SentinelConfig.Journal(
                section.get(
                        "retention", Shape.duration(Duration.ofHours(1), Duration.ofDays(366)), Duration.ofDays(14)),
                section.get(
                        "max-size", Shape.size(Size.mebibytes(16), Size.mebibytes(1 << 20)), Size.mebibytes(4 << 10)));
    }

    private static SentinelConfig.Incidents incidents(Section section) {
        // Less, and one that a pattern may still reopen (for 30 days at most) would be gone.
        return new SentinelConfig.Incidents(
                section.get(
                        "retention", Shape.duration(Duration.ofDays(31), Duration.ofDays(3660)), Duration.ofDays(90)),
                section.get("addresses", Shape.listOf(Shape.address(), MOST_ADDRESSES), List.of()));
    }

    private static SentinelConfig.Correlator correlator(Section section) {
        return new SentinelConfig.Correlator(
                section.get(
                        "lease", Shape.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)), Duration.ofSeconds(5)),
                section.get(
                        "lateness",
                        Shape.duration(Duration.ofSeconds(5), Duration.ofMinutes(10)),
                        Duration.ofMinutes(1)));
    }

    private Spool spool(Section section, Path data) {
        var first = section.get("folder", path, data.resolve("spool"));
        var second = section.find("second-folder", path);
        if (second.filter(first::equals).isPresent()) {
            section.complain("second-folder", "is the same as spool.folder; name a folder on another disk");
        }
        var size = section.get("max-size", Shape.size(Size.mebibytes(1), Size.mebibytes(1 << 20)), Size.mebibytes(256));
        return new Spool(first, second, size);
    }

    private static Ingest ingest(Section section) {
        return new Ingest(section.get("addresses", Shape.listOf(Shape.address(), MOST_ADDRESSES), List.of()));
    }

    private static Server server(Section section) {
        var address = Shape.address().where(ConfigTree::onlyThisMachine);
        return new Server(section.get("listen", address, new HostPort("127.0.0.1", 8484)));
    }

    private static Log log(Section section) {
        return new Log(
                section.get("format", Shape.choice(Log.Format.class), Log.Format.TEXT),
                section.get("level", Shape.choice(Log.Level.class), Log.Level.INFO));
    }

    private Shape<Secret> secret() {
        return new Shape<>(node -> path.read(node).then(SecretFile::read), Secret::toString);
    }

    private static Parsed<HostPort> onlyThisMachine(HostPort listen) {
        return listen.isLoopback()
                ? Parsed.good(listen)
                : Parsed.wrong(
                        "%s can be reached from other machines, and no credential guards it yet; listen on 127.0.0.1:%d"
                                .formatted(listen, listen.port()));
    }

    private static Shape<URI> brokerUri() {
        return Shape.of(ConfigTree::brokerUri, URI::toString);
    }

    private static Parsed<URI> brokerUri(String text) {
        try {
            var uri = new URI(text);
            if (uri.getUserInfo() != null) {
                // Not repeated in the message: it most likely holds a password.
                return Parsed.wrong("holds a user or password; write broker.user and broker.password-file instead");
            }
            return List.of("amqp", "amqps").contains(uri.getScheme()) && uri.getHost() != null
                    ? Parsed.good(uri)
                    : Parsed.wrong("\"%s\" is not a broker address; write one like amqps://rabbit.example:5671/sentinel"
                            .formatted(text));
        } catch (URISyntaxException broken) {
            return Parsed.wrong(
                    "is not a broker address (%s at character %d); write one like amqps://rabbit.example:5671/sentinel"
                            .formatted(broken.getReason(), broken.getIndex() + 1));
        }
    }

    private static Parsed<String> postgresUrl(String text) {
        if (text.contains("password=") || text.contains("user=") || text.contains("@")) {
            return Parsed.wrong("holds a user or password; write store.user and store.password-file instead");
        }
        return text.startsWith("jdbc:postgresql://")
                ? Parsed.good(text)
                : Parsed.wrong(
                        "\"%s\" is not a PostgreSQL address; write one like jdbc:postgresql://db.example:5432/sentinel"
                                .formatted(text));
    }
}
