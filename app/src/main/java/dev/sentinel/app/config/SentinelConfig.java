package dev.sentinel.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything a person can decide about one running Sentinel; complete and checked once it exists. */
public record SentinelConfig(
        String cluster,
        Path data,
        int partitions,
        Duration shutdownGrace,
        Broker broker,
        Store store,
        Journal journal,
        Incidents incidents,
        Correlator correlator,
        Patterns patterns,
        CollectorsConfig collectors,
        RespondersConfig responders,
        Spool spool,
        Ingest ingest,
        Server server,
        Log log) {

    /** The same, reading other sources. */
    public SentinelConfig collecting(CollectorsConfig others) {
        return new SentinelConfig(
                cluster,
                data,
                partitions,
                shutdownGrace,
                broker,
                store,
                journal,
                incidents,
                correlator,
                patterns,
                others,
                responders,
                spool,
                ingest,
                server,
                log);
    }

    /** Who proves to be whom at a broker. */
    public record Login(String user, Secret password) {}

    /** How to reach a broker by TLS; the machine's own trust store answers for what is left out. */
    public record Tls(Optional<Path> caFile, Optional<ClientCertificate> certificate) {}

    /** The certificate this program shows, and its key. */
    public record ClientCertificate(Path certificateFile, Path keyFile) {}

    /** Where messages travel, and how many may be on their way at once. */
    public record Broker(Endpoint endpoint, int prefetch, int window, Duration confirmTimeout) {

        /** Which broker carries the messages. */
        public sealed interface Endpoint permits Embedded, Amqp {}

        /** The broker inside this program, on loopback; port 0 takes any free one. */
        public record Embedded(Path folder, int port) implements Endpoint {}

        /** Brokers of one cluster, tried in this order. */
        public record Amqp(List<URI> uris, Optional<Login> login, Optional<Tls> tls) implements Endpoint {
            public Amqp {
                uris = List.copyOf(uris);
            }
        }
    }

    /** Where incidents, inboxes and leases rest. */
    public sealed interface Store {

        /** One file on this machine. */
        record Sqlite(Path file) implements Store {}

        /** A database that several machines share. */
        record Postgres(String url, Login login, int connections) implements Store {}
    }

    /** How long accepted events are kept for rebuilding and replay, and how many bytes of them. */
    public record Journal(Duration retention, Size maxSize) {}

    /**
     * How long incidents are kept after they are over.
     *
     * @param addresses responders that take incidents directly while the broker is away
     */
    public record Incidents(Duration retention, List<HostPort> addresses) {
        public Incidents {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * How long a partition waits for a correlator that died.
     *
     * @param lateness how late an event may come without a different incident coming out
     */
    public record Correlator(Duration lease, Duration lateness) {}

    /** The folder of the user's own patterns. */
    public record Patterns(Optional<Path> folder) {}

    /** What waits on disk until a receiver has it. */
    public record Spool(Path folder, Optional<Path> secondFolder, Size maxSize) {}

    /** Correlators that take events directly while the broker is away. */
    public record Ingest(List<HostPort> addresses) {
        public Ingest {
            addresses = List.copyOf(addresses);
        }
    }

    /** The one port for people and programs. */
    public record Server(HostPort listen) {}

    /** How the program tells what it does. */
    public record Log(Format format, Level level) {

        /** One line for eyes, or one JSON object for a log store. */
        public enum Format {
            TEXT,
            JSON
        }

        /** The least important thing still worth a line. */
        public enum Level {
            ERROR,
            WARN,
            INFO,
            DEBUG,
            TRACE
        }
    }
}
