package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who has told how recently, and how far the clocks of those who tell are from the receiver's. */
final class Sources {
    // Each node has a few collectors.
    private static final int MOST = 65_536;
    private static final long USUAL_INTERVAL = 30_000;
    private static final long SKEW_WINDOW = 600_000;
    // Below this it may as well be the way of the message.
    private static final long NOTABLE_SKEW = 2_000;
    private static final int FRESH_FOR = 3;
    private static final int LONGEST_NAME = 253;
    private static final int TOGETHER = 32;

    /** One that tells. */
    static final class Witness implements Comparable<Witness> {
        private final String collector;
        private final String instance;
        private long lastAccepted;
        private long interval = USUAL_INTERVAL;
        private long windowEnds;
        private long ahead = Long.MIN_VALUE;
        private long aheadBefore = Long.MIN_VALUE;
        private boolean notable;
        // He is looked at once for all times that were asked for: at the earliest.
        private long lookedAtNext = Long.MAX_VALUE;
        // The round in which it was asked last, so that each is asked once.
        private long asked;

        private final int hash;

        private Witness(String collector, String instance, int hash) {
            this.hash = hash;
            this.collector = collector;
            this.instance = instance;
        }

        private boolean is(String ofCollector, String itsInstance) {
            return instance.equals(itsInstance) && collector.equals(ofCollector);
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

        private String name() {
            var name = collector + "/" + instance;
            return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
        }

        private long freshUntil() {
            return lastAccepted + FRESH_FOR * interval;
        }

        private boolean isNotable(long now) {
            return now > freshUntil() || skew() > NOTABLE_SKEW;
        }

        @Override
        public int compareTo(Witness other) {
            var byCollector = collector.compareTo(other.collector);
            return byCollector != 0 ? byCollector : instance.compareTo(other.instance);
        }
    }

    private final Map<String, String> collectors = new HashMap<>();
    // Asked for every event, so one table for both words of the name; less than half full.
    private Witness[] table = new Witness[256];
    /** Those that were silent or ahead when they were last looked at: few, so that an incident need not ask all. */
    private final TreeSet<Witness> notable = new TreeSet<>();

    /** When somebody must be looked at, should he have gone silent by then. */
    private final Agenda<Witness> looks = new Agenda<>(Witness[]::new);

    // What was heard, but not taken in yet: events, when each was accepted; the rest is filled while it is.
    private final Event[] events = new Event[TOGETHER];
    private final long[] acceptedAt = new long[TOGETHER];
    private final @Nullable Fact[] facts = new Fact[TOGETHER];
    private final String[] words = new String[2 * TOGETHER];
    private final int[] hashes = new int[TOGETHER];
    private final long[] observedAt = new long[TOGETHER];
    private final @Nullable Witness[] suspects = new Witness[TOGETHER];
    private int waiting;

    private int size;
    private long round;
    private long refused;

    /**
     * An event came. The words that name its source lie in places that nothing has read before: a few events are looked at
     * together, so that memory is waited for once and not for one after the other.
     */
    void heard(Event event, long accepted) {
        if (waiting == TOGETHER) {
            takeIn();
        }
        events[waiting] = event;
        acceptedAt[waiting++] = accepted;
    }

    /** The fact that was made of what was heard last learns who told it, by the time at which that is asked for. */
    void tells(Fact fact) {
        facts[waiting - 1] = fact;
    }

    private void takeIn() {
        for (var i = 0; i < waiting; i++) {
            var source = events[i].getSource();
            words[2 * i] = source.getCollector();
            words[2 * i + 1] = source.getInstance();
            observedAt[i] = Times.millis(events[i].getObservedAt());
        }
        for (var i = 0; i < waiting; i++) {
            hashes[i] = words[2 * i + 1].hashCode() * 31 + words[2 * i].hashCode();
        }
        // Those that are known: first where they may stand, then whether it is them.
        for (var i = 0; i < waiting; i++) {
            suspects[i] = table[slot(hashes[i])];
        }
        for (var i = 0; i < waiting; i++) {
            var suspect = suspects[i];
            suspects[i] = suspect != null && suspect.hash == hashes[i] ? suspect : null;
        }
        for (var i = 0; i < waiting; i++) {
            var suspect = suspects[i];
            suspects[i] = suspect != null && suspect.is(words[2 * i], words[2 * i + 1]) ? suspect : null;
        }
        for (var i = 0; i < waiting; i++) {
            var suspect = suspects[i];
            var witness = suspect != null ? suspect : witness(words[2 * i], words[2 * i + 1], hashes[i], acceptedAt[i]);
            if (witness != null) {
                heard(witness, events[i], observedAt[i], acceptedAt[i]);
            }
            var fact = facts[i];
            if (fact != null) {
                fact.witness = witness;
            }
        }
        Arrays.fill(suspects, 0, waiting, null);
        Arrays.fill(events, 0, waiting, Event.getDefaultInstance());
        Arrays.fill(facts, 0, waiting, null);
        waiting = 0;
    }

    private void heard(Witness state, Event event, long observed, long accepted) {
        state.heard(observed, accepted);
        if (event.hasHeartbeat()) {
            var interval = event.getHeartbeat().getIntervalSeconds() * 1_000L;
            if (interval < state.interval) {
                lookAt(state.lastAccepted + FRESH_FOR * interval, state);
            }
            state.interval = interval;
        }
        if (state.notable) {
            forgetIfWell(state, accepted);
        } else if (state.skew() > NOTABLE_SKEW) {
            note(state);
        }
    }

    /** Only by being heard does somebody stop being silent or ahead. */
    private void forgetIfWell(Witness state, long now) {
        if (!state.isNotable(now)) {
            notable.remove(state);
            state.notable = false;
            lookAt(state.freshUntil(), state);
        }
    }

    private void lookAt(long at, Witness state) {
        if (at < state.lookedAtNext) {
            state.lookedAtNext = at;
            looks.add(at, state);
        }
    }

    private void note(Witness state) {
        state.notable = true;
        notable.add(state);
    }

    @Nullable private Witness witness(String collector, String instance, int hash, long now) {
        var at = slot(hash);
        for (; table[at] != null; at = at + 1 & table.length - 1) {
            if (table[at].hash == hash && table[at].is(collector, instance)) {
                return table[at];
            }
        }
        if (size == MOST) {
            refused++;
            return null;
        }
        collectors.putIfAbsent(collector, collector);
        var state = new Witness(collectors.getOrDefault(collector, collector), instance, hash);
        table[at] = state;
        if (++size * 2 > table.length) {
            grow();
        }
        lookAt(now + FRESH_FOR * state.interval, state);
        return state;
    }

    /** Where the search for a hash begins: its bits are spread, because names that follow each other have close ones. */
    private int slot(int hash) {
        return ((hash * 0x9E3779B9) >>> 8) & table.length - 1;
    }

    private void grow() {
        var before = table;
        table = new Witness[2 * before.length];
        for (var state : before) {
            if (state != null) {
                var at = slot(state.hash);
                while (table[at] != null) {
                    at = at + 1 & table.length - 1;
                }
                table[at] = state;
            }
        }
    }

    boolean everHeard(String collector) {
        takeIn();
        return collectors.containsKey(collector);
    }

    long refused() {
        takeIn();
        return refused;
    }

    /** What to think of those that told of an incident, and of everybody who has gone silent. */
    List<SourceTrust> trust(List<Portrait.Told> told, long now, int most) {
        takeIn();
        lookAtThoseDue(now);
        round++;
        var asked = firstOfNotable(most);
        asked.forEach(each -> each.asked = round);
        for (var i = 0; i < told.size(); i++) {
            var witness = told.get(i).entry().fact().witness;
            if (witness != null && witness.asked != round) {
                witness.asked = round;
                asked.add(witness);
            }
        }
        asked.sort(Comparator.naturalOrder());
        var trust = new ArrayList<SourceTrust>(Math.min(most, asked.size()));
        for (var i = 0; i < asked.size() && i < most; i++) {
            trust.add(trust(asked.get(i), now));
        }
        return trust;
    }

    private List<Witness> firstOfNotable(int most) {
        var first = new ArrayList<Witness>();
        for (var each = notable.iterator(); each.hasNext() && first.size() < most; ) {
            first.add(each.next());
        }
        return first;
    }

    /** Who went silent becomes notable. */
    private void lookAtThoseDue(long now) {
        while (looks.next() < now) {
            var at = looks.next();
            var state = looks.take();
            if (at != state.lookedAtNext) {
                continue;
            }
            state.lookedAtNext = Long.MAX_VALUE;
            if (state.isNotable(now)) {
                if (!state.notable) {
                    note(state);
                }
            } else {
                lookAt(state.freshUntil(), state);
            }
        }
    }

    private static SourceTrust trust(Witness state, long now) {
        var level = level(state, now);
        return SourceTrust.newBuilder()
                .setSource(state.name())
                .setLevel(level)
                .setReason(reason(state, level, now))
                .setLastEventAt(Times.timestamp(state.lastAccepted))
                .build();
    }

    private static TrustLevel level(Witness state, long now) {
        var silent = now - state.lastAccepted;
        if (silent <= FRESH_FOR * state.interval) {
            return TrustLevel.TRUST_LEVEL_FRESH;
        }
        return silent <= 20 * state.interval ? TrustLevel.TRUST_LEVEL_STALE : TrustLevel.TRUST_LEVEL_SILENT;
    }

    private static String reason(Witness state, TrustLevel level, long now) {
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
}
