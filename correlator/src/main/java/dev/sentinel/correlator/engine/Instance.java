package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Incident;
import org.jspecify.annotations.Nullable;

/** One pattern at one pivot: what was seen, and what became of it. */
final class Instance {
    private static final Evidence NONE = new Evidence();

    final Rule rule;
    final int pivot;
    private final @Nullable Evidence[] evidence;
    private long present;
    /** It has seen something that it had not seen when its relatives were looked for. */
    boolean grew;
    /** It has seen something that may change where it stands. */
    boolean unjudged;
    /** When evidence was last accepted. */
    long heardAt;

    final Course course;
    final Due.Slot slot = new Due.Slot();

    @Nullable Instance parent;

    /** What depends on the pivot, as it was when that was last asked for. */
    @Nullable Reach reach;

    /** What was told last; absent while there is no incident. */
    @Nullable Incident told;

    Instance(Rule rule, int pivot) {
        this(rule, pivot, new Course());
    }

    /** Goes on with the course of an instance of an earlier version of the pattern. */
    Instance(Rule rule, int pivot, Course course) {
        this.rule = rule;
        this.pivot = pivot;
        this.course = course;
        this.evidence = new Evidence[rule.pattern.clauses().size()];
    }

    Evidence evidence(int clause) {
        var of = evidence[clause];
        return of == null ? NONE : of;
    }

    /** True when the clause has not seen this subject before. */
    boolean add(int clause, Entry seen, int most) {
        var of = evidence[clause];
        if (of == null) {
            of = new Evidence();
            evidence[clause] = of;
        }
        present |= 1L << clause;
        return of.add(seen, Math.max(most, rule.subjects[clause]), rule.times[clause]);
    }

    void remove(int clause, Entry seen) {
        var of = evidence[clause];
        if (of != null) {
            of.remove(seen);
            mark(clause, of);
        }
    }

    void forgetBefore(long time) {
        for (var i = 0; i < evidence.length; i++) {
            forgetBefore(i, time);
        }
    }

    void forgetBefore(int clause, long time) {
        var of = evidence[clause];
        if (of != null) {
            of.forgetBefore(time);
            mark(clause, of);
        }
    }

    private void mark(int clause, Evidence of) {
        if (of.isEmpty()) {
            present &= ~(1L << clause);
            evidence[clause] = null;
        }
    }

    /** Takes over what another instance of an earlier version of the pattern has seen for a clause. */
    void inherit(int clause, Evidence of) {
        if (!of.isEmpty()) {
            evidence[clause] = of;
            present |= 1L << clause;
        }
    }

    long present() {
        return present;
    }

    boolean isEmpty() {
        return present == 0;
    }

    /**
     * More evidence for this clause changes nothing about where the incident stands: the clause holds, goes on holding, and
     * nothing else is read against it.
     */
    boolean isMoreOfTheSame(int clause) {
        return course.hasBegun()
                && !course.isResolved()
                && (course.holding & 1L << clause) != 0
                && rule.monotone
                && rule.oneIsEnough(clause, present)
                && evidence(clause).omitted() == 0;
    }

    boolean worthAssessing() {
        return course.hasBegun() || rule.worthAssessing(present);
    }

    long newest() {
        var newest = Long.MIN_VALUE;
        for (var of : evidence) {
            newest = of == null ? newest : Math.max(newest, of.newest());
        }
        return newest;
    }

    long omitted() {
        var omitted = 0L;
        for (var of : evidence) {
            omitted += of == null ? 0 : of.omitted();
        }
        return omitted;
    }
}
