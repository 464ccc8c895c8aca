package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The data folder of a VictoriaMetrics: a partition for each month, of which the lab keeps one part with its metadata. */
final class VictoriaParts {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy_MM", Locale.ROOT);
    private static final String SMALL = "data/small";
    private static final String PART = "17C0FFEE00000001";
    private static final long GAP_MS = Queries.LOOKBACK.toMillis();

    /** What a partition holds. */
    private record Part(long rows, long minMs, long maxMs) {}

    private final VolumeFiles files;
    private final Map<String, Part> parts = new TreeMap<>();
    private long added;

    VictoriaParts(VolumeFiles files) {
        this.files = files;
    }

    void lock() {
        files.write("flock.lock", new byte[0]);
    }

    /** Reads what is there; a folder without partitions is a new store. */
    void open() {
        parts.clear();
        for (VolumeFiles.Entry month : files.list(SMALL)) {
            String path = SMALL + "/" + month.name() + "/" + PART + "/metadata.json";
            Optional<JsonNode> metadata = Bodies.read(new String(files.read(path), StandardCharsets.UTF_8));
            metadata.ifPresent(each -> parts.put(
                    month.name(),
                    new Part(
                            Tree.number(each, 0, "RowsCount"),
                            Tree.number(each, 0, "MinTimestamp"),
                            Tree.number(each, 0, "MaxTimestamp"))));
        }
    }

    /** Rows of a time, which are on the disk when it returns. */
    void add(Instant at, long rows) {
        long ms = at.toEpochMilli();
        put(
                month(at),
                old -> new Part(old.rows() + rows, Math.min(old.minMs(), ms), Math.max(old.maxMs(), ms)),
                new Part(rows, ms, ms));
        added += rows;
    }

    /** A past without gaps, as a store has that ran so long. */
    void fill(Instant from, Instant to, long rowsADay) {
        Instant begin = from;
        while (begin.isBefore(to)) {
            Instant end = YearMonth.from(begin.atZone(ZoneOffset.UTC))
                    .plusMonths(1)
                    .atDay(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            Instant last = end.isBefore(to) ? end : to;
            long rows = Math.max(1, (last.getEpochSecond() - begin.getEpochSecond()) * rowsADay / 86_400);
            long min = begin.toEpochMilli();
            long max = last.toEpochMilli() - 1;
            put(
                    month(begin),
                    old -> new Part(old.rows() + rows, Math.min(old.minMs(), min), Math.max(old.maxMs(), max)),
                    new Part(rows, min, max));
            begin = last;
        }
    }

    long rows() {
        return parts.values().stream().mapToLong(Part::rows).sum();
    }

    /** About a byte a row. */
    long bytes() {
        return rows();
    }

    long count() {
        return parts.size();
    }

    long added() {
        return added;
    }

    boolean covers(Instant at) {
        long ms = at.toEpochMilli();
        return parts.values().stream().anyMatch(each -> each.minMs() <= ms && ms <= each.maxMs() + GAP_MS);
    }

    String shown(Instant at) {
        return "/storage/" + SMALL + "/" + month(at) + "/" + PART + "/metadata.json";
    }

    private void put(String month, UnaryOperator<Part> grown, Part fresh) {
        Part part = Optional.ofNullable(parts.get(month)).map(grown).orElse(fresh);
        String folder = SMALL + "/" + month;
        if (!parts.containsKey(month)) {
            text(folder + "/parts.json", Tree.of("Small", Tree.list(PART), "Big", Tree.list()));
        }
        text(
                folder + "/" + PART + "/metadata.json",
                Tree.of(
                        "RowsCount", part.rows(),
                        "BlocksCount", part.rows() / 4096 + 1,
                        "MinTimestamp", part.minMs(),
                        "MaxTimestamp", part.maxMs(),
                        "MinDedupInterval", 0));
        parts.put(month, part);
    }

    private void text(String path, JsonNode content) {
        files.write(path, content.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String month(Instant at) {
        return MONTH.format(at.atZone(ZoneOffset.UTC));
    }
}
