package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.Source;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who has told how recently, and how far the clocks of those who tell are from the receiver's. */
final class Sources {
    private static final int MOST = 4_096;
    private static final long USUAL_INTERVAL = 30_000;
    private static final long SKEW_WINDOW = 600_000;
    // Below this it may as well be the way of the message.
    private static final long NOTABLE_SKEW = 2_000;

    private static final class State {
        private final String name;
        private long lastAccepted;
        private long interval = USUAL_INTERVAL;
        private long windowEnds;
        private long ahead = Long.MIN_VALUE;
        private long aheadBefore = Long.MIN_VALUE;

        private State(String name) {
            this.name = name;
        }

        private void heard(long observed, long accepted) {
            lastAccepted = Math.max(lastAccepted, accepted);
            if (accepted > windowEnds) {
                windowEnds = accepted + SKEW_WINDOW;
                aheadBefore = ahead;
                ahead = Long.MIN_VALUE;
            }
            ahead = Math.max(ahead, observed - accepted);
        }

        /** Milliseconds by which its clock runs ahead; negative when it is behind, or when its messages take long. */
        private long skew() {
            return Math.max(ahead, aheadBefore);
        }
    }

    private final TreeMap<String, TreeMap<String, State>> byCollector = new TreeMap<>();
    private int size;
    private long refused;
    // Events of one source come in runs.
    @Nullable private Source last;

    @Nullable private State lastState;

    void heard(Event event, long observed, long accepted) {
        var state = state(event.getSource());
        if (state != null) {
            state.heard(observed, accepted);
            if (event.hasHeartbeat()) {
                state.interval = event.getHeartbeat().getIntervalSeconds() * 1_000L;
            }
        }
    }

    @Nullable private State state(Source source) {
        if (last != null
                && (source == last
                        || source.getInstance().equals(last.getInstance())
                                && source.getCollector().equals(last.getCollector()))) {
            return lastState;
        }
        last = source;
        lastState = lookUp(source);
        return lastState;
    }

    @Nullable private State lookUp(Source source) {
        var instances = byCollector.get(source.getCollector());
        if (instances == null) {
            instances = new TreeMap<>();
            byCollector.put(source.getCollector(), instances);
        }
        var state = instances.get(source.getInstance());
        if (state == null) {
            if (size == MOST) {
                refused++;
                return null;
            }
            size++;
            state = new State(source.getCollector() + "/" + source.getInstance());
            instances.put(source.getInstance(), state);
        }
        return state;
    }

    boolean everHeard(String collector) {
        return byCollector.containsKey(collector);
    }

    long refused() {
        return refused;
    }

    /** What to think of those that told of an incident, and of everybody who has gone silent. */
    List<SourceTrust> trust(Set<String> witnesses, long now, int most) {
        var trust = new ArrayList<SourceTrust>();
        for (var collector : byCollector.values()) {
            for (var state : collector.values()) {
                var level = level(state, now);
                var notable = level != TrustLevel.TRUST_LEVEL_FRESH || state.skew() > NOTABLE_SKEW;
                if (trust.size() < most && (notable || witnesses.contains(state.name))) {
                    trust.add(SourceTrust.newBuilder()
                            .setSource(clipped(state.name))
                            .setLevel(level)
                            .setReason(reason(state, level, now))
                            .setLastEventAt(Times.timestamp(state.lastAccepted))
                            .build());
                }
            }
        }
        return trust;
    }

    private static TrustLevel level(State state, long now) {
        var silent = now - state.lastAccepted;
        if (silent <= 3 * state.interval) {
            return TrustLevel.TRUST_LEVEL_FRESH;
        }
        return silent <= 20 * state.interval ? TrustLevel.TRUST_LEVEL_STALE : TrustLevel.TRUST_LEVEL_SILENT;
    }

    private static String reason(State state, TrustLevel level, long now) {
        var silence = level == TrustLevel.TRUST_LEVEL_FRESH
                ? ""
                : "last heard " + Times.spoken(now - state.lastAccepted) + " ago, due every "
                        + Times.spoken(state.interval);
        if (state.skew() <= NOTABLE_SKEW) {
            return silence;
        }
        var skew = "its clock is ahead by " + Times.spoken(state.skew());
        return silence.isEmpty() ? skew : silence + "; " + skew;
    }

    private static String clipped(String name) {
        return name.length() <= 253 ? name : name.substring(0, 253);
    }
}
