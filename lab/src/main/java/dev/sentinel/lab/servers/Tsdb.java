package dev.sentinel.lab.servers;

import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The database of a running Prometheus: the head, its log, its blocks, and the counters of what went wrong. */
final class Tsdb {

    static final String FOLDER = "prometheus-db";
    static final String SHOWN = "/prometheus";

    private static final Duration RANGE = Duration.ofHours(2);
    private static final long FAR = 1_000;

    final WriteAheadLog wal;
    final Blocks store;
    final List<Blocks.Block> blocks = new ArrayList<>();
    private final VolumeFiles files;

    Optional<Long> minTime = Optional.empty();
    Optional<Long> maxTime = Optional.empty();
    long samplesAppended;
    long writesFailed;
    long corruptions;
    long compactions;
    long compactionsFailed;
    long checkpoints;
    long checkpointsFailed;
    long truncations;
    boolean knowsSeries;
    int segment;
    private long segmentBytes;
    private int headChunks = 1;
    private List<Scrapes.Target> scraped = List.of();

    Tsdb(VolumeFiles files) {
        this.files = files;
        this.wal = new WriteAheadLog(files, FOLDER + "/wal", SHOWN + "/wal");
        this.store = new Blocks(files, FOLDER);
    }

    /** What the newest sample found at each target. */
    List<Scrapes.Target> scraped() {
        return scraped;
    }

    /** Goes on in this segment, which is there. */
    void writesTo(int number) {
        segment = number;
        segmentBytes = wal.size(number);
    }

    /** Keeps one scrape; an {@link IoError} means that nothing of it was kept. */
    void append(List<Scrapes.Target> targets, long timeMs) {
        byte[] record = WalRecords.samples(1, timeMs, Scrapes.values(targets, timeMs));
        if (segmentBytes + record.length + FAR > WriteAheadLog.SEGMENT) {
            cut();
        }
        if (!knowsSeries) {
            write(WalRecords.series(1, Scrapes.series(targets)));
            knowsSeries = true;
        }
        write(record);
        scraped = targets;
        samplesAppended += Scrapes.SERIES;
        covers(timeMs);
    }

    /** The head reaches to this time. */
    void covers(long timeMs) {
        boolean old = !blocks.isEmpty() && timeMs < blocks.getLast().maxTime();
        if (!old) {
            minTime = Optional.of(Math.min(minTime.orElse(timeMs), timeMs));
            maxTime = Optional.of(Math.max(maxTime.orElse(timeMs), timeMs));
        }
    }

    /** Writes what more series would: full segments, until there are so many. */
    void grow(int segments, long timeMs) {
        byte[] record = WalRecords.samples(1, timeMs, Scrapes.values(scraped, timeMs));
        while (wal.segments().size() < segments) {
            while (segmentBytes + record.length + FAR <= WriteAheadLog.SEGMENT) {
                write(record);
            }
            cut();
        }
    }

    /** Fills the segment's last page and goes on in the next one. */
    void cut() {
        wal.append(segment, WalRecords.padding(segmentBytes));
        wal.create(segment + 1);
        segment++;
        segmentBytes = 0;
    }

    boolean compactable() {
        return minTime.isPresent() && maxTime.isPresent() && maxTime.get() - minTime.get() > RANGE.toMillis() * 3 / 2;
    }

    /** Makes a block of the head's older part and cuts the log behind it; says what to print. */
    void compact(World world, Instant at, Consumer<String> prints) {
        try {
            long mint = minTime.orElseThrow();
            long maxt = (mint / RANGE.toMillis() + 1) * RANGE.toMillis();
            Blocks.Block block = store.write(world, at, mint, maxt);
            blocks.add(block);
            compactions++;
            minTime = Optional.of(maxt);
            prints.accept(LogLine.slog(
                    at,
                    "INFO",
                    "compact.go:580",
                    "msg",
                    "write block",
                    "component",
                    "tsdb",
                    "mint",
                    Long.toString(mint),
                    "maxt",
                    Long.toString(maxt),
                    "ulid",
                    block.ulid(),
                    "duration",
                    "221.321461ms"));
            files.write(FOLDER + "/chunks_head/" + chunksName(headChunks + 1), headChunksHeader());
            files.remove(FOLDER + "/chunks_head/" + chunksName(headChunks));
            headChunks++;
            prints.accept(LogLine.slog(
                    at,
                    "INFO",
                    "head.go:1345",
                    "msg",
                    "Head GC completed",
                    "component",
                    "tsdb",
                    "caller",
                    "truncateMemory",
                    "duration",
                    "714.302µs"));
            truncate(at, maxt, prints);
        } catch (IoError e) {
            compactionFailed(at, prints, "compact head: persist head block: mkdir /prometheus: " + e.errno());
        }
    }

    private void truncate(Instant at, long mint, Consumer<String> prints) {
        List<Integer> segments = wal.segments();
        if (!WriteAheadLog.sequential(segments)) {
            compactionFailed(
                    at, prints, "WAL truncation in Compact: get segment range: " + WriteAheadLog.NOT_SEQUENTIAL);
            return;
        }
        truncations++;
        int first = segments.getFirst();
        cut();
        int last = first + (segment - 1 - first) * 2 / 3;
        if (last <= first) {
            return;
        }
        prints.accept(LogLine.slog(
                at,
                "INFO",
                "checkpoint.go:106",
                "msg",
                "Creating checkpoint",
                "component",
                "tsdb",
                "from_segment",
                Integer.toString(first),
                "to_segment",
                Integer.toString(last),
                "mint",
                Long.toString(mint)));
        List<byte[]> kept = new ArrayList<>(List.of(WalRecords.series(1, Scrapes.series(scraped))));
        Optional<String> damage = keep(first, last, mint, kept);
        if (damage.isPresent()) {
            checkpointsFailed++;
            compactionFailed(
                    at, prints, "WAL truncation in Compact: create checkpoint: read segments: " + damage.get());
            return;
        }
        wal.writeCheckpoint(last, kept);
        checkpoints++;
        for (int i = first; i <= last; i++) {
            wal.remove(i);
        }
        wal.removeCheckpointsBefore(last);
        prints.accept(LogLine.slog(
                at,
                "INFO",
                "head.go:1307",
                "msg",
                "WAL checkpoint complete",
                "component",
                "tsdb",
                "first",
                Integer.toString(first),
                "last",
                Integer.toString(last),
                "duration",
                "64.080298ms"));
    }

    /** Takes from these segments what is not older; or says, in Prometheus' words, what cannot be read. */
    private Optional<String> keep(int first, int last, long mint, List<byte[]> kept) {
        for (int i = first; i <= last; i++) {
            int number = i;
            try {
                WalRecords.Content content = wal.read(number);
                if (content.damage().isPresent()) {
                    return content.damage()
                            .map(what -> "corruption in segment %s at %d: %s"
                                    .formatted(wal.shown(number), content.sound(), what));
                }
                content.records().stream()
                        .filter(record -> WalRecords.time(record)
                                .filter(time -> time >= mint)
                                .isPresent())
                        .forEach(kept::add);
            } catch (IoError e) {
                return Optional.of(wal.fault("read", number, e));
            }
        }
        return Optional.empty();
    }

    private void compactionFailed(Instant at, Consumer<String> prints, String why) {
        compactionsFailed++;
        prints.accept(
                LogLine.slog(at, "ERROR", "db.go:1098", "msg", "compaction failed", "component", "tsdb", "err", why));
    }

    /** The head's chunks on disk: a file must be there, and their numbers follow each other. */
    Optional<String> openHeadChunks() {
        List<Integer> numbers = files.list(FOLDER + "/chunks_head").stream()
                .filter(each -> each.name().matches("\\d{1,9}"))
                .map(each -> Integer.parseInt(each.name()))
                .sorted()
                .toList();
        for (int i = 0; i + 1 < numbers.size(); i++) {
            if (numbers.get(i + 1) != numbers.get(i) + 1) {
                return Optional.of("found unsequential head chunk files %s (index: %d) and %s (index: %d)"
                        .formatted(
                                chunksName(numbers.get(i)),
                                numbers.get(i),
                                chunksName(numbers.get(i + 1)),
                                numbers.get(i + 1)));
            }
        }
        headChunks = numbers.isEmpty() ? 1 : numbers.getLast();
        if (numbers.isEmpty()) {
            files.write(FOLDER + "/chunks_head/" + chunksName(headChunks), headChunksHeader());
        }
        return Optional.empty();
    }

    private void write(byte[] record) {
        byte[] framed = WalRecords.framed(segmentBytes, record);
        wal.append(segment, framed);
        segmentBytes += framed.length;
    }

    private static byte[] headChunksHeader() {
        return Blocks.header(0x0130BC91, 1, 8);
    }

    private static String chunksName(int number) {
        return "%06d".formatted(number);
    }
}
