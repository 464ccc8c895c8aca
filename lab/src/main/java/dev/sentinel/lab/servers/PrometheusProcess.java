package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One run of a Prometheus: it opens its database, reads the log again, then scrapes (telemetry page 1.4 and 1.5). */
final class PrometheusProcess {

    static final String VERSION = "3.5.0";
    static final Duration SCRAPE = Duration.ofSeconds(15);
    /** A segment of 128 MiB on a slow volume. */
    static final Duration SEGMENT_REPLAY = Duration.ofSeconds(25);

    private static final Duration ASLEEP = Duration.ofMinutes(1);
    private static final long MEMORY = 300L << 20;
    private static final long SEGMENT_MEMORY = 110L << 20;

    enum Phase {
        OPENING,
        REPLAYING,
        READY,
        ENDED
    }

    /** What the process stands in: where its lines go, who is told of alerts, how much memory it may take. */
    record Surroundings(
            VolumeFiles files,
            Consumer<String> prints,
            BiConsumer<World, ArrayNode> alerts,
            OptionalLong memoryLimit) {}

    final Tsdb tsdb;
    final AlertRules rules;
    final Instant startedAt;
    private final Surroundings around;
    private final List<Integer> toRead = new ArrayList<>();

    Phase phase = Phase.OPENING;
    int replayMin;
    int replayMax;
    int replayed;
    Duration replayTook = Duration.ZERO;
    private int read;
    private Instant busyUntil;
    private Instant nextScrape = Instant.EPOCH;
    private Instant scrapedAt = Instant.EPOCH;
    private Health.Exits end = new Health.Exits(0, "Completed");

    PrometheusProcess(Instant startedAt, Surroundings around, String externalUrl) {
        this.startedAt = startedAt;
        this.busyUntil = startedAt;
        this.around = around;
        this.tsdb = new Tsdb(around.files());
        this.rules = new AlertRules(externalUrl);
    }

    Health live(World world) {
        if (phase == Phase.OPENING) {
            open(world);
        }
        if (phase == Phase.REPLAYING) {
            replay(world);
        }
        if (phase == Phase.READY) {
            scrape(world);
        }
        return switch (phase) {
            case OPENING, REPLAYING -> new Health.Starting("HTTP probe failed with statuscode: 503");
            case READY -> new Health.Ready();
            case ENDED -> end;
        };
    }

    /** Somebody asked it to end. */
    void quit(World world) {
        say(
                world,
                "WARN",
                "main.go:1022",
                "msg",
                "Received termination request via web service, exiting gracefully...");
        ends(0, "Completed");
    }

    private void open(World world) {
        say(
                world,
                "INFO",
                "main.go:725",
                "msg",
                "Starting Prometheus Server",
                "mode",
                "server",
                "version",
                "(version=%s, branch=HEAD)".formatted(VERSION));
        try {
            around.files().write(Tsdb.FOLDER + "/queries.active", new byte[20 * 1024]);
        } catch (IoError e) {
            say(
                    world,
                    "ERROR",
                    "query_logger.go:113",
                    "msg",
                    "Error opening query log file",
                    "component",
                    "activeQueryTracker",
                    "file",
                    "/prometheus/queries.active",
                    "err",
                    "open /prometheus/queries.active: " + e.errno());
            around.prints().accept("panic: Unable to create mmap-ed active query log");
            ends(2, "Error");
            return;
        }
        say(
                world,
                "INFO",
                "web.go:656",
                "msg",
                "Start listening for connections",
                "component",
                "web",
                "address",
                "0.0.0.0:9090");
        say(world, "INFO", "main.go:1216", "msg", "Starting TSDB ...");
        try {
            around.files().write(Tsdb.FOLDER + "/lock", new byte[0]);
            begin(world);
        } catch (IoError e) {
            fatal(world, "open /prometheus: " + e.errno());
        } catch (Blocks.Corrupted e) {
            fatal(world, String.valueOf(e.getMessage()));
        }
    }

    private void begin(World world) throws Blocks.Corrupted {
        List<Integer> segments = tsdb.wal.segments();
        if (!WriteAheadLog.sequential(segments)) {
            fatal(world, "get segment range: " + WriteAheadLog.NOT_SEQUENTIAL);
            return;
        }
        int fresh = segments.isEmpty() ? 0 : segments.getLast() + 1;
        tsdb.wal.create(fresh);
        Optional<String> unsequential = tsdb.openHeadChunks();
        if (unsequential.isPresent()) {
            fatal(world, unsequential.get());
            return;
        }
        tsdb.blocks.addAll(tsdb.store.all());
        tsdb.writesTo(fresh);
        OptionalLong checkpoint = tsdb.wal.checkpoint();
        int first = checkpoint.isPresent() ? (int) checkpoint.getAsLong() + 1 : 0;
        replayMin = (int) checkpoint.orElse(0);
        replayMax = fresh;
        say(
                world,
                "INFO",
                "head.go:657",
                "msg",
                "Replaying on-disk memory mappable chunks if any",
                "component",
                "tsdb");
        say(
                world,
                "INFO",
                "head.go:744",
                "msg",
                "On-disk memory mappable chunks replay completed",
                "component",
                "tsdb",
                "duration",
                "1.583µs");
        say(world, "INFO", "head.go:752", "msg", "Replaying WAL, this may take a while", "component", "tsdb");
        if (checkpoint.isPresent() && !checkpoint(world, checkpoint.getAsLong())) {
            return;
        }
        if (!segments.isEmpty() && segments.getFirst() > first) {
            missing(world, first);
            return;
        }
        segments.stream().filter(each -> each >= first).forEach(toRead::add);
        if (fresh >= first) {
            toRead.add(fresh);
        }
        busyUntil = world.now().plus(toRead.isEmpty() ? Duration.ZERO : lasts(toRead.getFirst()));
        phase = Phase.REPLAYING;
    }

    /** Reads the checkpoint; a damaged one makes the repair delete the segments of another folder (hazard H2). */
    private boolean checkpoint(World world, long number) {
        Optional<String> damage;
        List<byte[]> kept = List.of();
        int sound = 0;
        try {
            WalRecords.Content content = tsdb.wal.readCheckpoint(number);
            damage = content.damage();
            kept = content.records();
            sound = content.sound();
        } catch (IoError e) {
            damage = Optional.of(e.errno());
        }
        if (damage.isEmpty()) {
            tsdb.knowsSeries = true;
            kept.forEach(record -> WalRecords.time(record).ifPresent(tsdb::covers));
            say(world, "INFO", "head.go:790", "msg", "WAL checkpoint loaded", "component", "tsdb");
            return true;
        }
        String what =
                "corruption in segment %s at %d: %s".formatted(tsdb.wal.shownCheckpoint(number), sound, damage.get());
        say(
                world,
                "WARN",
                "db.go:1057",
                "msg",
                "Encountered WAL read error, attempting repair",
                "component",
                "tsdb",
                "err",
                "backfill checkpoint: " + what);
        repairing(world, 0, sound);
        tsdb.wal.segments().stream().filter(each -> each > 0).forEach(tsdb.wal::remove);
        fatal(
                world,
                "repair corrupted WAL: rename /prometheus/wal/00000000 /prometheus/wal/00000000.repair: "
                        + IoError.ENOENT);
        return false;
    }

    private void missing(World world, int segment) {
        String what = "open WAL segment: %d: open %s: %s".formatted(segment, tsdb.wal.shown(segment), IoError.ENOENT);
        say(
                world,
                "WARN",
                "db.go:1057",
                "msg",
                "Encountered WAL read error, attempting repair",
                "component",
                "tsdb",
                "err",
                what);
        fatal(world, "repair corrupted WAL: cannot handle error: " + what);
    }

    private void replay(World world) {
        while (phase == Phase.REPLAYING && !busyUntil.isAfter(world.now())) {
            if (toRead.isEmpty()) {
                replayedAll(world);
                return;
            }
            int segment = toRead.removeFirst();
            load(world, segment);
            busyUntil = busyUntil.plus(toRead.isEmpty() ? Duration.ZERO : lasts(toRead.getFirst()));
        }
    }

    private void load(World world, int segment) {
        WalRecords.Content content;
        try {
            content = tsdb.wal.read(segment);
        } catch (IoError e) {
            // Any error of reading counts as corruption, which is how a moment of EIO cuts the log (hazard H1).
            content = new WalRecords.Content(List.of(), 0, Optional.of(e.errno()));
        }
        content.records()
                .forEach(
                        record -> WalRecords.time(record).ifPresentOrElse(tsdb::covers, () -> tsdb.knowsSeries = true));
        if (content.damage().isPresent()) {
            repair(world, segment, content.sound(), content.damage().get());
            return;
        }
        read++;
        replayed = segment;
        say(
                world,
                "INFO",
                "head.go:827",
                "msg",
                "WAL segment loaded",
                "component",
                "tsdb",
                "segment",
                Integer.toString(segment),
                "maxSegment",
                Integer.toString(replayMax));
        if (around.memoryLimit().isPresent() && memory() > around.memoryLimit().getAsLong()) {
            ends(137, "OOMKilled");
        }
    }

    /** What Prometheus does about a damaged segment: everything after it goes, its sound beginning stays. */
    private void repair(World world, int segment, int sound, String damage) {
        String what =
                "read records: corruption in segment %s at %d: %s".formatted(tsdb.wal.shown(segment), sound, damage);
        say(
                world,
                "WARN",
                "db.go:1057",
                "msg",
                "Encountered WAL read error, attempting repair",
                "component",
                "tsdb",
                "err",
                what);
        tsdb.corruptions++;
        repairing(world, segment, sound);
        try {
            tsdb.wal.segments().stream().filter(each -> each > segment).forEach(tsdb.wal::remove);
            tsdb.wal.cut(segment, sound);
            tsdb.wal.create(segment + 1);
            tsdb.writesTo(segment + 1);
        } catch (IoError e) {
            fatal(world, "repair corrupted WAL: rewrite %s: %s".formatted(tsdb.wal.shown(segment), e.errno()));
            return;
        }
        say(world, "INFO", "db.go:1066", "msg", "Successfully repaired WAL", "component", "tsdb");
        toRead.clear();
        ready(world);
    }

    private void repairing(World world, int segment, int sound) {
        String number = Integer.toString(segment);
        say(
                world,
                "WARN",
                "wlog.go:414",
                "msg",
                "Starting corruption repair",
                "component",
                "tsdb",
                "segment",
                number,
                "offset",
                Integer.toString(sound));
        say(
                world,
                "WARN",
                "wlog.go:422",
                "msg",
                "Deleting all segments newer than corrupted segment",
                "component",
                "tsdb",
                "segment",
                number);
        say(world, "WARN", "wlog.go:444", "msg", "Rewrite corrupted segment", "component", "tsdb", "segment", number);
    }

    private void replayedAll(World world) {
        String took = Duration.between(startedAt, world.now()).toMillis() / 1000.0 + "s";
        say(
                world,
                "INFO",
                "head.go:864",
                "msg",
                "WAL replay completed",
                "component",
                "tsdb",
                "checkpoint_replay_duration",
                "29.675µs",
                "wal_replay_duration",
                took,
                "wbl_replay_duration",
                "190ns",
                "chunk_snapshot_load_duration",
                "0s",
                "mmap_chunk_replay_duration",
                "1.583µs",
                "total_replay_duration",
                took);
        ready(world);
    }

    private void ready(World world) {
        replayTook = Duration.between(startedAt, world.now());
        phase = Phase.READY;
        nextScrape =
                Instant.ofEpochSecond((world.now().getEpochSecond() / SCRAPE.toSeconds() + 1) * SCRAPE.toSeconds());
        say(world, "INFO", "main.go:1240", "msg", "TSDB started");
        say(world, "INFO", "main.go:1198", "msg", "Server is ready to receive web requests.");
        say(world, "INFO", "manager.go:190", "msg", "Starting rule manager...", "component", "rule manager");
    }

    private void scrape(World world) {
        if (nextScrape.plus(ASLEEP).isBefore(world.now())) {
            nextScrape = world.now();
        }
        for (; phase == Phase.READY && !nextScrape.isAfter(world.now()); nextScrape = nextScrape.plus(SCRAPE)) {
            scrapeAt(world, nextScrape);
        }
    }

    private void scrapeAt(World world, Instant at) {
        List<Scrapes.Target> targets = Scrapes.targets(world);
        scrapedAt = at;
        try {
            tsdb.append(targets, at.toEpochMilli());
        } catch (IoError e) {
            targets.forEach(target -> commitFailed(at, target, e));
        }
        List<ObjectNode> told = rules.evaluate(at, job -> present(job, at));
        if (!told.isEmpty()) {
            ArrayNode alerts = Tree.list();
            told.forEach(alerts::add);
            around.alerts().accept(world, alerts);
        }
        if (tsdb.compactable()) {
            tsdb.compact(world, at, around.prints());
        }
    }

    private void commitFailed(Instant at, Scrapes.Target target, IoError error) {
        tsdb.writesFailed++;
        around.prints()
                .accept(LogLine.slog(
                        at,
                        "ERROR",
                        "scrape.go:1420",
                        "msg",
                        "Scrape commit failed",
                        "component",
                        "scrape manager",
                        "scrape_pool",
                        target.pool(),
                        "target",
                        target.url(),
                        "err",
                        "write to WAL: log samples: " + tsdb.wal.fault("write", tsdb.segment, error)));
    }

    private boolean present(String job, Instant at) {
        return up(at).stream()
                .anyMatch(each -> each.labels().getOrDefault("job", "").equals(job) && each.value() == 1);
    }

    /** {@code up} as a query at a time finds it: in the head or a block, and for five minutes after the newest sample. */
    List<Queries.Sample> up(Instant at) {
        long time = at.toEpochMilli();
        long newest = tsdb.maxTime.orElse(0L);
        long sampled = Math.min(time, newest);
        boolean fresh = time - sampled < Queries.LOOKBACK.toMillis();
        boolean held = tsdb.minTime.filter(min -> min <= sampled).isPresent()
                || tsdb.blocks.stream().anyMatch(each -> each.minTime() <= sampled && sampled < each.maxTime());
        return fresh && held
                ? tsdb.scraped().stream()
                        .map(each ->
                                new Queries.Sample(each.labels(), Instant.ofEpochMilli(sampled), each.up() ? 1 : 0))
                        .toList()
                : List.of();
    }

    /** When targets were last scraped, and rules evaluated, whatever became of it. */
    Instant scrapedAt() {
        return scrapedAt;
    }

    /** What the log weighs; a folder that cannot be listed weighs nothing, as the real metric says. */
    long walBytes() {
        try {
            return tsdb.wal.realBytes();
        } catch (IoError e) {
            return 0;
        }
    }

    long memory() {
        return MEMORY + read * SEGMENT_MEMORY;
    }

    private Duration lasts(int segment) {
        return Duration.ofMillis(SEGMENT_REPLAY.toMillis() * tsdb.wal.size(segment) / WriteAheadLog.SEGMENT);
    }

    private void fatal(World world, String why) {
        say(world, "ERROR", "main.go:1455", "msg", "Fatal error", "err", "opening storage failed: " + why);
        ends(1, "Error");
    }

    private void ends(int code, String reason) {
        phase = Phase.ENDED;
        end = new Health.Exits(code, reason);
    }

    private void say(World world, String level, String source, String... namesAndValues) {
        around.prints().accept(LogLine.slog(world.now(), level, source, namesAndValues));
    }
}
