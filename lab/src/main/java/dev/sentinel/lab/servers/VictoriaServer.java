package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.MemoryFiles;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import dev.sentinel.lab.world.kubernetes.Program;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A VictoriaMetrics of one node: it opens what it finds, be it nothing, and is green (telemetry page 4). */
final class VictoriaServer implements Server {

    static final long CAPACITY = 100L << 30;

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration ASLEEP = Duration.ofMinutes(1);
    private static final long ROWS = 10_000;
    private static final long SERIES = 8_000;
    /** Below it no row is taken. */
    private static final long LEAST_FREE = 10_000_000;

    private final VolumeFiles scratch = new MemoryFiles();
    private String identity = "";
    private Optional<Life> life = Optional.empty();
    private Optional<Long> freeLeft = Optional.empty();

    /** One process. */
    private static final class Life {
        private final VictoriaParts parts;
        private final Logs.Source source;
        private final Instant startedAt;
        private Instant next;
        private boolean ended;
        private boolean readOnly;
        private long newSeries;

        Life(VictoriaParts parts, Logs.Source source, Instant startedAt) {
            this.parts = parts;
            this.source = source;
            this.startedAt = startedAt;
            this.next = startedAt.plus(STEP);
        }
    }

    @Override
    public Health health(World world, Program.Run run) {
        String is = run.uid() + "/" + run.restarts();
        if (!identity.equals(is)) {
            identity = is;
            life = Optional.of(new Life(
                    new VictoriaParts(Mounted.files(world, run).orElse(scratch)),
                    new Logs.Source(run.namespace(), run.pod(), run.container()),
                    world.now()));
            open(world, life.get());
        }
        Life now = life.orElseThrow();
        if (!now.ended) {
            ingest(world, now);
        }
        return now.ended ? new Health.Exits(2, "Error") : new Health.Ready();
    }

    /** Somebody fills the disk beside it, or frees it again. */
    void leaves(long free) {
        freeLeft = Optional.of(free);
    }

    /** Its process holds the data of a time when it did not run. */
    void fill(Instant from, Instant to) {
        life.filter(each -> !each.ended)
                .orElseThrow(() -> new Refused(Refused.Reason.CONFLICT, "it does not run, so nothing fills it"))
                .parts
                .fill(from, to, ROWS * 8_640);
    }

    private static void open(World world, Life now) {
        say(
                world,
                now,
                "info",
                "app/vmstorage/main.go:109",
                "opening storage at \"/storage\" with -retentionPeriod=1y");
        try {
            now.parts.lock();
        } catch (IoError e) {
            panic(
                    world,
                    now,
                    "lib/fs/fs.go:376",
                    ("FATAL: cannot create lock file: cannot create lock file \"/storage/flock.lock\": open"
                                    + " /storage/flock.lock: %s; make sure a single process has exclusive access to"
                                    + " \"/storage\"")
                            .formatted(e.errno()));
            return;
        }
        try {
            now.parts.open();
        } catch (IoError e) {
            panic(
                    world,
                    now,
                    "lib/storage/partition.go:1916",
                    "FATAL: cannot read \"/storage/data/small\": " + e.errno());
            return;
        }
        // An empty index registers every series anew.
        now.newSeries = now.parts.rows() == 0 ? SERIES : 0;
        say(
                world,
                now,
                "info",
                "app/vmstorage/main.go:127",
                "successfully opened storage \"/storage\" in 0.013 seconds; partsCount: %d; blocksCount: %d; rowsCount: %d; sizeBytes: %d"
                        .formatted(now.parts.count(), now.parts.rows() / 4096, now.parts.rows(), now.parts.bytes()));
    }

    private void ingest(World world, Life now) {
        if (now.next.plus(ASLEEP).isBefore(world.now())) {
            now.next = world.now();
        }
        for (; !now.ended && !now.next.isAfter(world.now()); now.next = now.next.plus(STEP)) {
            take(world, now);
        }
    }

    private void take(World world, Life now) {
        boolean full = free(now) < LEAST_FREE;
        if (full && !now.readOnly) {
            say(
                    world,
                    now,
                    "warn",
                    "lib/storage/storage.go:720",
                    ("switching the storage at /storage to read-only mode, since it has less than"
                                    + " -storage.minFreeDiskSpaceBytes=%d of free space: %d bytes left")
                            .formatted(LEAST_FREE, free(now)));
        }
        now.readOnly = full;
        if (full) {
            return;
        }
        try {
            now.parts.add(now.next, ROWS);
        } catch (IoError e) {
            panic(
                    world,
                    now,
                    "lib/fs/fs.go:62",
                    "FATAL: cannot create file \"%s\": %s".formatted(now.parts.shown(now.next), e.errno()));
        }
    }

    private long free(Life now) {
        return freeLeft.orElse(Math.max(0, CAPACITY - now.parts.bytes()));
    }

    @Override
    public Answered answer(World world, Asked asked) {
        Life now = life.orElseThrow();
        return switch (asked.path()) {
            case "/health", "/-/healthy", "/-/ready" -> Answered.text(200, "OK");
            case "/metrics" -> metrics(now);
            case "/api/v1/query", "/prometheus/api/v1/query" ->
                new Queries((metric, at) -> held(world, now, metric, at)).answer(asked, world.now());
            default -> Answered.nothingThere();
        };
    }

    private static List<Queries.Sample> held(World world, Life now, String metric, Instant at) {
        return metric.equals("up") && now.parts.covers(at)
                ? Scrapes.targets(world).stream()
                        .map(each -> new Queries.Sample(each.labels(), at, 1))
                        .toList()
                : List.of();
    }

    private Answered metrics(Life now) {
        return new Page()
                .gauge("process_start_time_seconds", now.startedAt.getEpochSecond())
                .gauge("vm_app_start_timestamp", now.startedAt.getEpochSecond())
                .gauge("vm_app_prev_shutdown_unclean", 0)
                .gauge("vm_app_version", 1, "version", "victoria-metrics-v1.150.0", "short_version", "v1.150.0")
                .gauge("vm_rows", 0, "type", "storage/inmemory")
                .gauge("vm_rows", now.parts.rows(), "type", "storage/small")
                .gauge("vm_rows", now.parts.rows() == 0 ? 0 : SERIES, "type", "indexdb/file")
                .gauge("vm_parts", now.parts.count(), "type", "storage/small")
                .gauge("vm_data_size_bytes", now.parts.bytes(), "type", "storage/small")
                .gauge("vm_data_size_bytes", now.parts.rows() == 0 ? 0 : SERIES * 100, "type", "indexdb/file")
                .gauge("vm_free_disk_space_bytes", free(now), "path", "/storage")
                .gauge("vm_storage_is_read_only", now.readOnly ? 1 : 0, "path", "/storage")
                .counter("vm_new_timeseries_created_total", now.newSeries)
                .counter("vm_rows_inserted_total", now.parts.added(), "type", "promremotewrite")
                .answer();
    }

    private static void panic(World world, Life now, String place, String message) {
        say(world, now, "panic", place, message);
        now.ended = true;
    }

    private static void say(World world, Life now, String level, String place, String message) {
        world.logs().print(now.source, LogLine.tabs(world.now(), level, "VictoriaMetrics/" + place, message));
    }
}
