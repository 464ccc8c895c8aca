package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Look;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that reads what changed: it tells, and when that is safe, remembers; then it takes the next. */
final class Working implements Look {
    private static final Logger LOG = LoggerFactory.getLogger(Working.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** So many objects are read before their events are told together. */
    private static final int AT_ONCE = 100;

    private final Desk desk;
    private final Source source;
    private final Function<Memory, Reader> readers;
    private final Changes changes;
    private final Opening opening;
    private final List<Watching> order;
    private final Duration patience;
    private final Deque<Change> work = new ArrayDeque<>();
    /** Read, and not yet told safely. */
    private final List<Event> hand = new ArrayList<>();

    private Optional<Reader> reader = Optional.empty();
    private boolean open;

    Working(
            Desk desk,
            Source source,
            Function<Memory, Reader> readers,
            Changes changes,
            Opening opening,
            List<Watching> order,
            Duration patience) {
        this.desk = desk;
        this.source = source;
        this.readers = readers;
        this.changes = changes;
        this.opening = opening;
        this.order = order;
        this.patience = patience;
    }

    @Override
    public void look() throws IOException, InterruptedException {
        deliver();
        desk.answered(source);
        if (!open) {
            open();
        }
        while (!Thread.currentThread().isInterrupted()) {
            if (work.isEmpty()) {
                work.addAll(changes.take(AT_ONCE, PATIENCE));
            }
            readSome();
            desk.answered(source);
        }
    }

    /** Something that is told beside the objects, by whoever read it. */
    synchronized void tell(Function<Reader, List<Event>> reading) throws NotKept, InterruptedException {
        deliver();
        hand.addAll(reading.apply(reader()));
        deliver();
    }

    private void open() throws InterruptedException {
        opening.await(patience);
        List<Change> all = new ArrayList<>(changes.take(Integer.MAX_VALUE, Duration.ZERO));
        all.sort(Comparator.comparing((Change each) -> each instanceof Change.Listed)
                .thenComparingInt(each -> order.indexOf(each.watching())));
        work.addAll(all);
        open = true;
    }

    private synchronized void readSome() throws NotKept, InterruptedException {
        deliver();
        Map<ObjectKind, Set<String>> listed = new LinkedHashMap<>();
        for (int i = 0; i < AT_ONCE && !work.isEmpty(); i++) {
            Change change = work.poll();
            if (change instanceof Change.Listed) {
                listed.put(change.watching().kind(), change.watching().keys());
            } else {
                hand.addAll(read(change));
            }
        }
        if (!listed.isEmpty()) {
            hand.addAll(reader().listed(listed, desk.now()));
        }
        deliver();
    }

    /** Made when it is first needed: what it remembers may not be there yet. */
    private synchronized Reader reader() {
        Reader made = reader.orElseGet(() -> readers.apply(desk.memory()));
        reader = Optional.of(made);
        return made;
    }

    private List<Event> read(Change change) {
        ObjectKind kind = change.watching().kind();
        try {
            return switch (change) {
                case Change.Now now ->
                    now.watching()
                            .now(now.key())
                            .map(object -> reader().now(kind, object, desk.now()))
                            .orElse(List.of());
                case Change.Gone gone -> gone(kind, gone);
                case Change.Listed listed -> List.of();
            };
        } catch (RuntimeException e) {
            // One strange object must not hide all others.
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("kind", kind.resource())
                    .addKeyValue("change", change.getClass().getSimpleName())
                    .log("an object could not be read; it is passed over until it changes");
            desk.meters()
                    .registry()
                    .counter(
                            "sentinel.collector.objects.unreadable",
                            "collector",
                            desk.witness().collector())
                    .increment();
            return List.of();
        }
    }

    /** What changed last may have come together with the end. */
    private List<Event> gone(ObjectKind kind, Change.Gone gone) {
        var last = gone.last().open();
        List<Event> events = new ArrayList<>(reader().now(kind, last, desk.now()));
        events.addAll(reader().gone(kind, last, desk.now()));
        gone.watching().left(gone.key());
        return events;
    }

    private synchronized void deliver() throws NotKept, InterruptedException {
        desk.tell(hand);
        reader().keep(desk.memory());
        hand.clear();
    }
}
