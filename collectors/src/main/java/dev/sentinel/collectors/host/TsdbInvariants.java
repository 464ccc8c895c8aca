package dev.sentinel.collectors.host;

import dev.sentinel.v1.HostTsdbInvariantViolated;
import dev.sentinel.v1.TsdbInvariant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The four rules of numbering that decide whether a Prometheus starts, and whether it then reads what it wrote. */
final class TsdbInvariants {
    private static final int MOST_LEFTOVERS = 64;
    private static final String CHECKPOINT = "checkpoint.";

    private TsdbInvariants() {}

    /** The rules a listing breaks, and how. */
    static Map<TsdbInvariant, HostTsdbInvariantViolated> broken(TsdbFolder folder) {
        List<Long> segments = numbers(folder.wal(), "");
        List<Long> checkpoints = numbers(folder.wal(), CHECKPOINT);
        Optional<Long> checkpoint = checkpoints.isEmpty() ? Optional.empty() : Optional.of(checkpoints.getLast());
        HostTsdbInvariantViolated found = found(folder, segments, checkpoint);
        Map<TsdbInvariant, HostTsdbInvariantViolated> broken = new EnumMap<>(TsdbInvariant.class);
        gap(segments)
                .ifPresent(before -> put(
                        broken, TsdbInvariant.TSDB_INVARIANT_SEGMENTS_CONTIGUOUS, withGap(found, segments, before)));
        if (checkpoint.isPresent() && !follows(segments, checkpoint.get())) {
            put(broken, TsdbInvariant.TSDB_INVARIANT_SEGMENTS_FOLLOW_CHECKPOINT, found);
        }
        if (checkpoint.isEmpty() && !segments.isEmpty() && segments.getFirst() != 0) {
            put(broken, TsdbInvariant.TSDB_INVARIANT_FIRST_SEGMENT_ZERO, found);
        }
        List<Long> chunks = numbers(folder.chunksHead(), "");
        gap(chunks)
                .ifPresent(before -> put(
                        broken, TsdbInvariant.TSDB_INVARIANT_HEAD_CHUNKS_CONTIGUOUS, withGap(found, chunks, before)));
        return broken;
    }

    private static boolean follows(List<Long> segments, long checkpoint) {
        return !segments.isEmpty() && segments.getFirst() <= checkpoint + 1 && segments.getLast() >= checkpoint + 1;
    }

    private static HostTsdbInvariantViolated found(TsdbFolder folder, List<Long> segments, Optional<Long> checkpoint) {
        HostTsdbInvariantViolated.Builder found = HostTsdbInvariantViolated.newBuilder()
                .setPath(folder.path())
                .setProcessRunning(folder.processRunning())
                .addAllLeftovers(folder.wal().stream()
                        .filter(name -> name.endsWith(".repair") || name.endsWith(".tmp"))
                        .sorted()
                        .limit(MOST_LEFTOVERS)
                        .toList());
        checkpoint.ifPresent(found::setCheckpoint);
        if (!segments.isEmpty()) {
            found.setFirstSegment(segments.getFirst()).setLastSegment(segments.getLast());
        }
        return found.build();
    }

    private static HostTsdbInvariantViolated withGap(HostTsdbInvariantViolated found, List<Long> numbers, int before) {
        return found.toBuilder()
                .setGapAfter(numbers.get(before))
                .setGapBefore(numbers.get(before + 1))
                .build();
    }

    private static void put(
            Map<TsdbInvariant, HostTsdbInvariantViolated> broken,
            TsdbInvariant invariant,
            HostTsdbInvariantViolated found) {
        broken.put(invariant, found.toBuilder().setInvariant(invariant).build());
    }

    /** The place before the first gap. */
    private static Optional<Integer> gap(List<Long> numbers) {
        for (int i = 0; i + 1 < numbers.size(); i++) {
            if (numbers.get(i + 1) != numbers.get(i) + 1) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Any name of digits only counts, whatever its length, because Prometheus reads it so too. */
    private static List<Long> numbers(List<String> names, String prefix) {
        List<Long> numbers = new ArrayList<>();
        for (String name : names) {
            OptionalLong number =
                    name.startsWith(prefix) ? number(name.substring(prefix.length())) : OptionalLong.empty();
            number.ifPresent(numbers::add);
        }
        return numbers.stream().distinct().sorted().toList();
    }

    private static OptionalLong number(String digits) {
        return digits.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }
}
