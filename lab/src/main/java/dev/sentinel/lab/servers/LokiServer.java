package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.MemoryFiles;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A Loki of one binary with its chunks on a volume: it opens the index of each day or ends, then takes lines (telemetry page
 * 3).
 */
final class LokiServer implements Server {

    static final String INDEX = "chunks/index";
    static final String CACHE = "tsdb-shipper-cache";

    private static final String SHOWN = "/var/loki/";
    /** How long the ingester stays "not ready" after a start. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration ASLEEP = Duration.ofMinutes(1);
    private static final Duration ROTATION = Duration.ofMinutes(15);
    private static final long LINES = 400;

    private final VolumeFiles scratch = new MemoryFiles();
    private String identity = "";
    private Optional<String> volume = Optional.empty();
    private Optional<Life> life = Optional.empty();

    /** One process. */
    private static final class Life {
        private final VolumeFiles files;
        private final Logs.Source source;
        private final Instant startedAt;
        private Instant next;
        private Instant indexBuiltAt;
        private boolean ended;
        private boolean ready;
        private long lines;
        private long flushed;
        private long flushFailures;
        private long retries;

        Life(VolumeFiles files, Logs.Source source, Instant startedAt) {
            this.files = files;
            this.source = source;
            this.startedAt = startedAt;
            this.next = startedAt;
            this.indexBuiltAt = startedAt;
        }
    }

    @Override
    public Health health(World world, Program.Run run) {
        String is = run.uid() + "/" + run.restarts();
        if (!identity.equals(is)) {
            identity = is;
            volume = Mounted.volume(run);
            life = Optional.of(new Life(
                    Mounted.files(world, run).orElse(scratch),
                    new Logs.Source(run.namespace(), run.pod(), run.container()),
                    world.now()));
            open(world, life.get());
        }
        Life now = life.orElseThrow();
        if (now.ended) {
            return new Health.Exits(1, "Error");
        }
        now.ready = !now.startedAt.plus(SETTLING).isAfter(world.now());
        ingest(world, now);
        return now.ready ? new Health.Ready() : new Health.Starting("HTTP probe failed with statuscode: 503");
    }

    /** Where its last process kept its data. */
    Optional<String> volume() {
        return volume;
    }

    private static void open(World world, Life now) {
        say(world, now, "info", "main.go:126", "msg", "Starting Loki", "version", "(version=3.5.0, branch=HEAD)");
        try {
            now.files.write(CACHE + "/uploader/name", "loki-0".getBytes(StandardCharsets.UTF_8));
        } catch (IoError e) {
            fails(world, now, "open " + SHOWN + CACHE + "/uploader/name: " + e.errno());
            return;
        }
        Optional<String> fault = tables(world, now);
        if (fault.isPresent()) {
            fails(world, now, fault.get());
            return;
        }
        say(world, now, "info", "loki.go:561", "msg", "Loki started", "startup_time", "1.2s");
    }

    /** Each day's index is opened from the cache, or fetched anew; what cannot be had stops the start. */
    private static Optional<String> tables(World world, Life now) {
        try {
            writeToday(world, now);
        } catch (IoError e) {
            return Optional.of("open " + SHOWN + INDEX + ": " + e.errno());
        }
        for (VolumeFiles.Entry table : now.files.list(INDEX)) {
            String cached = CACHE + "/" + table.name();
            List<VolumeFiles.Entry> copies;
            try {
                copies = now.files.list(cached);
            } catch (IoError e) {
                return Optional.of("open " + SHOWN + cached + ": " + e.errno());
            }
            Optional<String> fault = table(world, now, table.name(), copies);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> table(World world, Life now, String table, List<VolumeFiles.Entry> copies) {
        for (VolumeFiles.Entry object : now.files.list(INDEX + "/" + table + "/fake")) {
            String cached = CACHE + "/" + table + "/fake/" + object.name();
            String path = INDEX + "/" + table + "/fake/" + object.name();
            try {
                if (!copies.isEmpty()) {
                    byte[] unused = now.files.read(cached);
                    continue;
                }
            } catch (IoError e) {
                if (!e.errno().equals(IoError.ENOENT)) {
                    say(
                            world,
                            now,
                            "error",
                            "table.go:132",
                            "msg",
                            "failed to open existing index file, removing and continuing to let the sync operation catch up",
                            "path",
                            SHOWN + cached,
                            "err",
                            "read " + SHOWN + cached + ": " + e.errno());
                }
            }
            try {
                now.files.write(cached, now.files.read(path));
            } catch (IoError e) {
                return Optional.of("read " + SHOWN + path + ": " + e.errno());
            }
        }
        return Optional.empty();
    }

    private static void fails(World world, Life now, String cause) {
        String text = cause + "\nerror initialising module: store\n"
                + "github.com/grafana/dskit/modules.(*Manager).initModule\n"
                + "\t/src/loki/vendor/github.com/grafana/dskit/modules/modules.go:138";
        say(world, now, "error", "log.go:223", "msg", "error running loki", "err", text);
        now.ended = true;
    }

    private static void ingest(World world, Life now) {
        if (now.next.plus(ASLEEP).isBefore(world.now())) {
            now.next = world.now();
        }
        for (; !now.next.isAfter(world.now()); now.next = now.next.plus(STEP)) {
            if (now.ready) {
                take(world, now);
            }
        }
    }

    /** Lines arrive and a chunk of them is flushed; without the volume both stop. */
    private static void take(World world, Life now) {
        String chunk = "chunks/fake/" + Long.toHexString(now.next.getEpochSecond() / ROTATION.toSeconds());
        try {
            now.files.write(chunk, "chunk".getBytes(StandardCharsets.UTF_8));
            now.lines += LINES;
            now.flushed++;
            now.retries = 0;
            if (!now.indexBuiltAt.plus(ROTATION).isAfter(now.next)) {
                writeToday(world, now);
                now.indexBuiltAt = now.next;
            }
        } catch (IoError e) {
            now.flushFailures++;
            now.retries++;
            world.logs()
                    .print(
                            now.source,
                            LogLine.goKit(
                                    now.next,
                                    "error",
                                    "flush.go:261",
                                    "component",
                                    "ingester",
                                    "loop",
                                    "3",
                                    "org_id",
                                    "fake",
                                    "msg",
                                    "failed to flush",
                                    "retries",
                                    Long.toString(now.retries),
                                    "err",
                                    "failed to flush chunks: store put chunk: write " + SHOWN + chunk + ": "
                                            + e.errno()));
        }
    }

    /** The compacted index of the day, which is the only map to its chunks; it is written once a day. */
    private static void writeToday(World world, Life now) {
        long day = world.now().getEpochSecond() / Duration.ofDays(1).toSeconds();
        String folder = INDEX + "/index_" + day + "/fake";
        if (now.files.list(folder).isEmpty()
                && now.files.list(CACHE + "/index_" + day + "/fake").isEmpty()) {
            long from = day * Duration.ofDays(1).toSeconds();
            String name = "%d-compactor-%d-%d-%08x.tsdb.gz"
                    .formatted(
                            from + 900,
                            from * 1000,
                            (from + 86_399) * 1000,
                            world.dice().next() & 0xffffffffL);
            byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            now.files.write(folder + "/" + name, gzip);
            now.files.write(CACHE + "/index_" + day + "/fake/" + name, gzip);
        }
    }

    @Override
    public Answered answer(World world, Asked asked) {
        Life now = life.orElseThrow();
        return switch (asked.path()) {
            case "/ready" ->
                now.ready
                        ? Answered.text(200, "ready\n")
                        : Answered.text(503, "Ingester not ready: waiting for 15s after being ready\n");
            case "/metrics" -> metrics(now);
            case "/loki/api/v1/status/buildinfo" -> Answered.json(200, Tree.of("version", "3.5.0", "branch", "HEAD"));
            default -> Answered.nothingThere();
        };
    }

    private static Answered metrics(Life now) {
        return new Page()
                .gauge("process_start_time_seconds", now.startedAt.getEpochSecond())
                .counter("loki_distributor_lines_received_total", now.lines, "tenant", "fake")
                .counter("loki_ingester_chunks_flushed_total", now.flushed, "reason", "max_age")
                .counter("loki_ingester_chunks_flush_failures_total", now.flushFailures)
                .counter("loki_ingester_chunks_stored_total", now.flushed, "tenant", "fake")
                .gauge("loki_ingester_memory_chunks", 64)
                .counter("loki_ingester_wal_disk_full_failures_total", 0)
                .gauge("loki_ingester_wal_replay_active", 0)
                .gauge("loki_tsdb_build_index_last_successful_timestamp_seconds", now.indexBuiltAt.getEpochSecond())
                .counter("loki_tsdb_wal_corruptions_repairs_total", 0)
                .answer();
    }

    private static void say(World world, Life now, String level, String caller, String... namesAndValues) {
        world.logs().print(now.source, LogLine.goKit(world.now(), level, caller, namesAndValues));
    }
}
