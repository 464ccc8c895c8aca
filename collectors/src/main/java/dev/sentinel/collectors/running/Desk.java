package dev.sentinel.collectors.running;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one collector works for as long as it may: it looks at sources in a rhythm, stays connected to others, tells events,
 * remembers, and says how well it sees. When the right to read is lost everything here is closed and never used again.
 */
public final class Desk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    /** Each source costs a thread. */
    private static final int MOST_SOURCES = 512;

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Means means;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final Map<String, Effort> efforts = new ConcurrentHashMap<>();
    private final Deque<Engagement> opened = new ArrayDeque<>();
    private final Wellbeing wellbeing;
    private volatile boolean closed;

    /** What a desk is furnished with. */
    public record Means(Witness witness, Outflow outflow, Memory memory, Meters meters, Tempo tempo) {}

    Desk(Means means, Wellbeing wellbeing) {
        this.means = means;
        this.wellbeing = wellbeing;
    }

    public Witness witness() {
        return means.witness();
    }

    /** A maker of events for one thread. */
    public Facts facts() {
        return new Facts(means.witness());
    }

    public Clock clock() {
        return means.tempo().clock();
    }

    Tempo tempo() {
        return means.tempo();
    }

    public Instant now() {
        return clock().instant();
    }

    public Memory memory() {
        return means.memory();
    }

    /** Numbers of its own that a collector wants on the metrics page. */
    public Meters meters() {
        return means.meters();
    }

    /** Tells events and returns when they are safe; only then may what they were read from be counted as read. */
    public void tell(List<Event> events) throws NotKept, InterruptedException {
        if (!events.isEmpty()) {
            means.outflow().tell(events);
            means.meters().told(witness().collector(), events);
        }
    }

    Outflow.Backlog backlog() {
        return means.outflow().backlog();
    }

    /**
     * Looks at a source now and then until the result is closed. A look that fails is repeated, more rarely while it goes on
     * failing; one that takes too long is interrupted, and no second one begins before it has ended.
     */
    public Engagement poll(Source source, Rhythm rhythm, Look look) {
        return begin(source, new Effort(this, standing(source), Optional.of(rhythm), look));
    }

    /**
     * Stays with a source that speaks by itself until the result is closed. The look returns or throws only when the connection
     * is over, and is then called again, soon at first; it says {@link #answered} while all is well.
     */
    public Engagement stay(Source source, Look look) {
        return begin(source, new Effort(this, standing(source), Optional.empty(), look));
    }

    private Standing standing(Source source) {
        if (standings.size() >= MOST_SOURCES && !standings.containsKey(source.name())) {
            throw new IllegalStateException("more than %d sources for %s"
                    .formatted(MOST_SOURCES, witness().collector()));
        }
        return standings.computeIfAbsent(source.name(), name -> new Standing(source));
    }

    private Engagement begin(Source source, Effort effort) {
        Effort before = efforts.put(source.name(), effort);
        if (before != null) {
            before.end();
        }
        if (closed) {
            effort.end();
        } else {
            effort.begin("%s %s".formatted(witness().collector(), source.name()));
        }
        return () -> {
            effort.end();
            if (efforts.remove(source.name(), effort)) {
                standings.remove(source.name());
            }
        };
    }

    /** A source answered. */
    public void answered(Source source) {
        Standing standing = standings.get(source.name());
        if (standing != null) {
            standing.succeeded(facts(), now()).ifPresent(this::tellOfItself);
            means.meters().answered(witness().collector(), source.name());
        }
    }

    /** A source did not answer. */
    public void failed(Source source, IOException why) {
        Standing standing = standings.get(source.name());
        if (standing != null) {
            standing.failed(why, facts(), now()).ifPresent(this::tellOfItself);
            means.meters().failed(witness().collector(), source.name());
            LOG.atDebug()
                    .addKeyValue("collector", witness().collector())
                    .addKeyValue("source", source.name())
                    .addKeyValue("why", why.getMessage())
                    .log("a source did not answer");
        }
    }

    /** Something that is closed with the desk, in the reverse order. */
    public void closes(Engagement part) {
        synchronized (opened) {
            opened.push(part);
        }
    }

    List<Standing> standings() {
        return List.copyOf(standings.values());
    }

    /** News of the collector itself: worth telling, and not worth failing for. */
    void tellOfItself(Event event) {
        try {
            tell(List.of(event));
        } catch (NotKept e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("news of a collector itself could not be kept");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called every second: beats when a beat is due, and interrupts what takes too long. */
    void pulse() {
        efforts.values().forEach(Effort::interruptWhenTooLong);
        wellbeing.pulse(this);
    }

    @Override
    public void close() {
        closed = true;
        efforts.values().forEach(Effort::end);
        long deadline = System.nanoTime() + FAREWELL.toNanos();
        efforts.values().forEach(effort -> effort.await(deadline));
        synchronized (opened) {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
        }
        wellbeing.stopping(this);
    }
}
