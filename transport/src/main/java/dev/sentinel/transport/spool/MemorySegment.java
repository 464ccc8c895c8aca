package dev.sentinel.transport.spool;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.Severity;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The last resort while no disk takes events: bounded, drained by the courier like a file, lost with the process. */
final class MemorySegment implements Segment {
    private static final int MOST_SOURCES = 10_000;

    private final long number;
    private final long epoch;
    private final Usage usage;
    private final Tally tally;
    private final Clock clock;
    private final TreeMap<Long, Held> rows = new TreeMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Long> numbering = new HashMap<>();
    private long lastRow;
    private Optional<CompletableFuture<Segment>> successor = Optional.empty();

    private record Held(Event event, long size, Instant since) {}

    MemorySegment(long number, long epoch, Usage usage, Tally tally, Clock clock) {
        this.number = number;
        this.epoch = epoch;
        this.usage = usage;
        this.tally = tally;
        this.clock = clock;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public CompletableFuture<Spooled> offer(Item item) {
        Optional<CompletableFuture<Segment>> next;
        synchronized (this) {
            next = successor;
            if (next.isEmpty()) {
                return CompletableFuture.completedFuture(kept(item));
            }
        }
        return next.get().thenCompose(segment -> segment.offer(item));
    }

    private Spooled kept(Item item) {
        if (!ids.add(item.id())) {
            return new Spooled.Kept(rowOf(item.id()));
        }
        String source = item.collector() + "/" + item.instance();
        if (!numbering.containsKey(source) && numbering.size() >= MOST_SOURCES) {
            ids.remove(item.id());
            return refused(
                    item.severity(), "Too many sources (%d) for the memory of the spool".formatted(MOST_SOURCES));
        }
        long next = numbering.merge(source, 1L, Long::sum);
        if (item.severity() == Severity.SEVERITY_CRITICAL) {
            makeRoom(item.size());
        }
        if (!usage.admits(item.severity(), item.size())) {
            ids.remove(item.id());
            return refused(item.severity(), usage.refusal(item.severity()));
        }
        lastRow++;
        rows.put(lastRow, new Held(item.numbered(epoch, next), item.size(), clock.instant()));
        usage.add(1, item.size());
        return new Spooled.Kept(Rows.of(number, lastRow));
    }

    private Spooled refused(Severity severity, String why) {
        tally.refused(severity);
        return new Spooled.Refused(why);
    }

    private long rowOf(String id) {
        return rows.entrySet().stream()
                .filter(row -> row.getValue().event().getId().equals(id))
                .map(row -> Rows.of(number, row.getKey()))
                .findFirst()
                .orElseThrow();
    }

    private void makeRoom(long size) {
        Iterator<Held> oldest = rows.values().iterator();
        while (usage.isFull(size) && oldest.hasNext()) {
            Held held = oldest.next();
            if (Item.isLesser(held.event().getSeverity())) {
                oldest.remove();
                forget(held);
                tally.displaced(1);
            }
        }
    }

    private void forget(Held held) {
        ids.remove(held.event().getId());
        usage.add(-1, -held.size());
    }

    @Override
    public synchronized List<SpooledEvent> next(long afterLocalRow, int max, long maxBytes) {
        List<SpooledEvent> next = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Long, Held> row : rows.tailMap(afterLocalRow, false).entrySet()) {
            bytes += row.getValue().size();
            if (next.size() == max || (bytes > maxBytes && !next.isEmpty())) {
                break;
            }
            next.add(new SpooledEvent(
                    Rows.of(number, row.getKey()), row.getValue().event()));
        }
        return next;
    }

    @Override
    public synchronized void delivered(Collection<Long> localRows) {
        for (long row : localRows) {
            Optional.ofNullable(rows.remove(row)).ifPresent(this::forget);
        }
    }

    @Override
    public void attempted(Collection<Long> localRows, String error) {
        // Nobody looks into the memory of a process afterwards.
    }

    @Override
    public synchronized Optional<Instant> oldest() {
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(rows.firstEntry().getValue().since());
    }

    @Override
    public synchronized boolean isEmpty() {
        return rows.isEmpty();
    }

    /** From now on offers wait for whoever takes over; what is here can be copied meanwhile. */
    synchronized CompletableFuture<Segment> seal() {
        CompletableFuture<Segment> next = new CompletableFuture<>();
        successor = Optional.of(next);
        return next;
    }

    /** Takes offers again, because the take-over failed. */
    synchronized void unseal() {
        successor = Optional.empty();
    }

    @Override
    public synchronized void close() {
        rows.values().forEach(held -> usage.add(-1, -held.size()));
        rows.clear();
        ids.clear();
    }
}
