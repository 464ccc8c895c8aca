package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.kubernetes.Hint;
import dev.sentinel.collectors.kubernetes.HintState;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Event objects. They are many and short-lived, so that only the time up to which they were told is remembered; around it
 * some are told again, under the same ids.
 */
public final class Hints {
    private static final JsonCodec<Instant> TIME = JsonCodec.of(Instant.class);
    private static final String UNTIL = "hints/until";
    /** Senders' clocks differ, and events are written late. */
    private static final Duration AGAIN = Duration.ofMinutes(5);
    /** The first reader of a cluster begins with what is still going on. */
    private static final Duration BEFORE_THE_FIRST = Duration.ofMinutes(10);

    private static final int MOST = 100_000;

    private final Instant since;
    private final Map<String, HintState> counts = new LinkedHashMap<>();
    private Instant until;
    private boolean moved;

    /** What becomes of a hint. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Reads it.
         *
         * @param before what was told of it
         * @param since what happened before is known
         */
        Reading<HintState> read(Optional<HintState> before, Instant since);
    }

    public Hints(Memory memory, Instant now) {
        Optional<Instant> told = memory.recall(UNTIL, TIME);
        this.since = told.map(at -> at.minus(AGAIN)).orElse(now.minus(BEFORE_THE_FIRST));
        this.until = told.orElse(Instant.EPOCH);
    }

    /** Reads one, which may be no news. */
    public List<Event> read(Hint hint, Instant now, Reader reader) {
        Reading<HintState> reading = reader.read(Optional.ofNullable(counts.get(hint.uid())), since);
        if (counts.size() >= MOST) {
            counts.remove(counts.keySet().iterator().next());
        }
        counts.put(hint.uid(), reading.state());
        Instant at = hint.lastAt().orElse(now);
        // A clock that is ahead must not keep the others' events from being told after a restart.
        if (!reading.events().isEmpty() && at.isAfter(until) && !at.isAfter(now)) {
            until = at;
            moved = true;
        }
        return reading.events();
    }

    public void forget(Hint hint) {
        counts.remove(hint.uid());
    }

    public void keep(Memory memory) {
        if (moved) {
            memory.remember(UNTIL, until, TIME);
            moved = false;
        }
    }
}
