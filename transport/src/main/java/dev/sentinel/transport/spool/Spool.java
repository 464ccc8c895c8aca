package dev.sentinel.transport.spool;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.Event;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps events on a local disk, in order and within bounds, until somebody else has committed them. */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Places places;
    private final Shared shared;

    private Spool(Places places, Shared shared) {
        this.places = places;
        this.shared = shared;
    }

    public static Spool open(Path folder, SpoolLimits limits, Clock clock) {
        return open(folder, Optional.empty(), limits, clock);
    }

    /**
     * Opens the spool with everything that is not delivered. A disk that fails does not prevent it: see
     * {@link SpoolStats#condition()}.
     *
     * @param second a folder on another disk, used while the first fails
     * @throws SpoolInUse when another process has it
     * @throws StoreFault when a file in it is not ours to touch
     */
    public static Spool open(Path folder, Optional<Path> second, SpoolLimits limits, Clock clock) {
        Shared shared = Shared.of(limits, clock);
        return new Spool(Places.open(folder, second, shared), shared);
    }

    /**
     * Takes an event in and gives it the next number of its source. When the future completes with {@link Spooled.Kept},
     * the event survives a power cut, as far as the spool's condition is durable. It may complete on the writer's
     * thread: what hangs on it must not block.
     */
    public CompletableFuture<Spooled> offer(Event event) {
        return places.offer(places.current(), new Item(event));
    }

    /** The oldest events after a row that fit into the bounds; the first one is returned whatever its size. */
    public List<SpooledEvent> next(long afterRow, int max, long maxBytes) {
        List<SpooledEvent> next = new ArrayList<>();
        long room = maxBytes;
        for (Segment segment : places.segments()) {
            if (segment.number() >= Rows.segment(afterRow) && next.size() < max && room > 0) {
                long after = segment.number() == Rows.segment(afterRow) ? Rows.local(afterRow) : 0;
                List<SpooledEvent> more = read(segment, after, max - next.size(), room);
                next.addAll(more);
                room -= more.stream()
                        .mapToLong(event -> event.event().getSerializedSize())
                        .sum();
            }
        }
        return next;
    }

    // A file that cannot be read must not keep the others from being delivered.
    private static List<SpooledEvent> read(Segment segment, long after, int max, long maxBytes) {
        try {
            return segment.next(after, max, maxBytes);
        } catch (StoreFault e) {
            LOG.atWarn().setCause(e).log("a part of the spool cannot be read now");
            return List.of();
        }
    }

    /** Lets go of events that somebody else has committed. */
    public void delivered(Collection<Long> rows) {
        bySegment(rows, Segment::delivered);
    }

    /** Notes, for who looks into the file, that events could not be delivered. */
    public void attempted(Collection<Long> rows, String error) {
        bySegment(rows, (segment, local) -> segment.attempted(local, error));
    }

    private void bySegment(Collection<Long> rows, BiConsumer<Segment, List<Long>> then) {
        Map<Long, List<Long>> local = rows.stream().collect(groupingBy(Rows::segment, mapping(Rows::local, toList())));
        for (Segment segment : places.segments()) {
            List<Long> its = local.getOrDefault(segment.number(), List.of());
            if (!its.isEmpty()) {
                then.accept(segment, its);
            }
        }
    }

    public SpoolStats stats() {
        Optional<Duration> oldest = places.segments().stream()
                .flatMap(segment -> segment.oldest().stream())
                .min(Instant::compareTo)
                .map(since -> Duration.between(since, shared.clock().instant()));
        Tally tally = shared.tally();
        return new SpoolStats(
                Stream.of(shared.usage(), shared.memory())
                        .mapToLong(Usage::records)
                        .sum(),
                Stream.of(shared.usage(), shared.memory())
                        .mapToLong(Usage::bytes)
                        .sum(),
                oldest,
                tally.refused(),
                tally.displaced(),
                tally.unreadable(),
                shared.movedAside(),
                places.condition());
    }

    @Override
    public void close() {
        places.close();
    }
}
