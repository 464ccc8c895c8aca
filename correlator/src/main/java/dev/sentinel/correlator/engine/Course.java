package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.FoldedNoise;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.TimelineEntry;
import dev.sentinel.v1.TimelineKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How an incident went so far. */
final class Course {
    private static final int[] NOTHING = {};

    /** Changes of state that are kept; what is beyond is only counted. */
    static final int MOST_TURNS = 64;

    /** How soon what is no alarm may be told: of an incident, and of a suspicion, for which nobody is called. */
    private static final long SMALL_NEWS_AFTER = 30_000;

    private static final long SMALL_NEWS_OF_A_SUSPICION_AFTER = 3_600_000;
    /** What is told ever more rarely is told after this at the latest. */
    private static final long AT_LEAST_EVERY = 86_400_000;

    /** What there is to tell that is no alarm. */
    enum News {
        NONE,
        /** What was told happened again. */
        MORE_OF_THE_SAME,
        SOMETHING_NEW
    }

    /** One change of state, at the time of the evidence that caused it. */
    record Turn(long at, IncidentState state, TimelineEntry shown) {
        static Turn of(long at, IncidentState state, String why) {
            var word = state.name().substring("INCIDENT_STATE_".length()).toLowerCase(Locale.ROOT);
            return new Turn(
                    at,
                    state,
                    TimelineEntry.newBuilder()
                            .setAt(Times.timestamp(at))
                            .setKind(TimelineKind.TIMELINE_KIND_STATE)
                            .setState(state)
                            .setSentence(why.isEmpty() ? word : word + ": " + why)
                            .build());
        }

        Turn at(long other) {
            return new Turn(
                    other,
                    state,
                    shown.toBuilder().setAt(Times.timestamp(other)).build());
        }
    }

    IncidentState state = IncidentState.INCIDENT_STATE_UNSPECIFIED;
    Severity severity = Severity.SEVERITY_UNSPECIFIED;
    String id = "";
    long holding;
    long suspectedAt;
    long openedAt;
    long resolvedAt;
    /** What came late speaks against its having opened when it did; it stays open, and since when is asked again. */
    boolean openedInDoubt;

    /** When it is going to end, as far as was known when it was judged last. */
    long endsAt = Long.MAX_VALUE;

    int reopened;
    int dampedFlaps;
    int omittedTurns;
    /** What was over by then begins nothing anew. */
    long buriedAt = Long.MIN_VALUE;

    long revision;
    long toldAt;
    News news = News.NONE;
    // Most instances never become an incident, so what only those need is made for them.
    private List<Turn> turns = List.of();
    private Set<Instance> children = Set.of();
    private int[] things = NOTHING;
    private List<List<Instance>> shared = List.of();
    private @Nullable Folded folded;

    /**
     * When what is no alarm may be told. What is new about an incident: soon. News of a suspicion, and what only repeats
     * itself: when it has become twice as old, because what it says then has not become another story before.
     */
    long mayTellAt() {
        var isSuspicion = state == IncidentState.INCIDENT_STATE_SUSPECTED;
        var soonest = isSuspicion ? SMALL_NEWS_OF_A_SUSPICION_AFTER : SMALL_NEWS_AFTER;
        var age = isSuspicion || news != News.SOMETHING_NEW ? toldAt - suspectedAt : 0;
        return toldAt + Math.clamp(age, soonest, AT_LEAST_EVERY);
    }

    boolean hasNews() {
        return news != News.NONE;
    }

    void has(News more) {
        news = more.compareTo(news) > 0 ? more : news;
    }

    boolean hasBegun() {
        return state != IncidentState.INCIDENT_STATE_UNSPECIFIED;
    }

    boolean isResolved() {
        return state == IncidentState.INCIDENT_STATE_RESOLVED;
    }

    /** When it was over; never, as long as it goes on. */
    long endedAt() {
        return isResolved() ? resolvedAt : Long.MAX_VALUE;
    }

    /** Until when it goes on, as far as is known. */
    long goesUntil() {
        return isResolved() ? resolvedAt : endsAt;
    }

    boolean hadBegunBy(long time) {
        return hasBegun() && suspectedAt <= time;
    }

    boolean hadOpenedBy(long time) {
        return openedAt > 0 && openedAt <= time;
    }

    void turn(long at, IncidentState next, String why) {
        state = next;
        if (turns.isEmpty()) {
            turns = new ArrayList<>(2);
        }
        if (turns.size() == MOST_TURNS) {
            // The beginning explains most, so the oldest of the rest goes.
            turns.remove(1);
            omittedTurns++;
        }
        turns.add(Turn.of(at, next, why));
    }

    /** It opened earlier than was thought. */
    void opened(long at) {
        for (var i = 0; i < turns.size(); i++) {
            var turn = turns.get(i);
            if (turn.at() == openedAt && turn.state() == IncidentState.INCIDENT_STATE_OPEN) {
                turns.set(i, turn.at(at));
            }
        }
        openedAt = at;
    }

    /** Back to before it began; what was seen remains with the instance. */
    void end() {
        buriedAt = resolvedAt;
        state = IncidentState.INCIDENT_STATE_UNSPECIFIED;
        severity = Severity.SEVERITY_UNSPECIFIED;
        id = "";
        holding = 0;
        suspectedAt = 0;
        openedAt = 0;
        openedInDoubt = false;
        resolvedAt = 0;
        endsAt = Long.MAX_VALUE;
        reopened = 0;
        dampedFlaps = 0;
        omittedTurns = 0;
        revision = 0;
        toldAt = 0;
        news = News.NONE;
        turns = List.of();
        children = Set.of();
        things = NOTHING;
        shared = List.of();
        folded = null;
    }

    /** Forgets who it is related to; what belongs to it is kept. */
    void standAlone() {
        children = Set.of();
        things = NOTHING;
        shared = List.of();
    }

    List<Turn> turns() {
        return turns;
    }

    /** The incidents that this one explains. */
    Set<Instance> children() {
        return children;
    }

    boolean adopt(Instance child) {
        if (children.isEmpty()) {
            children = new LinkedHashSet<>();
        }
        return children.add(child);
    }

    void release(Instance child) {
        if (!children.isEmpty()) {
            children.remove(child);
        }
    }

    /** The few things by which it may be related to others. */
    int[] things() {
        return things;
    }

    /** False when it is known. */
    boolean touches(int thing) {
        for (var known : things) {
            if (known == thing) {
                return false;
            }
        }
        things = Arrays.copyOf(things, things.length + 1);
        things[things.length - 1] = thing;
        return true;
    }

    /** Who else is about a thing that this one is about. */
    List<List<Instance>> shared() {
        return shared;
    }

    void shares(List<Instance> there) {
        if (shared.isEmpty()) {
            shared = new ArrayList<>();
        }
        shared.add(there);
    }

    Folded folded() {
        if (folded == null) {
            folded = new Folded();
        }
        return folded;
    }

    boolean hasFolded(Event event, String kind, String why) {
        return folded != null && folded.holds(event, kind, why);
    }

    List<FoldedNoise> noise() {
        return folded == null ? List.of() : folded.noise();
    }
}
