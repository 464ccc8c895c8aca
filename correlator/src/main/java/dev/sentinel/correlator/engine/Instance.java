package dev.sentinel.correlator.engine;

import dev.sentinel.v1.Incident;
import dev.sentinel.v1.PathHop;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pattern at one pivot: what was seen, and what became of it. */
final class Instance {
    final Rule rule;
    final int pivot;
    final Evidence evidence;
    private long present;
    /** It has seen something that it had not seen when its relatives were looked for. */
    boolean grew;
    /** It has seen something that may change where it stands; something that is worth calling somebody for. */
    boolean unjudged;

    boolean alarming;
    /** It is about to be looked at for what it has seen. */
    boolean touched;
    /** It is among those that {@link Begun} keeps, which is asked each time it is told. */
    boolean goesOn;
    /** When it must be judged again though no evidence comes, because time passes. */
    long judgedAgainAt = Long.MIN_VALUE;
    /** When evidence was last accepted. */
    long heardAt;

    final Course course;
    /** Where it waits; kept by {@link Due}. */
    long dueAt = Long.MAX_VALUE;

    @Nullable Instance parent;

    /** What depends on the pivot, as it was when that was last asked for. */
    @Nullable Reach reach;

    /** The last hop of the way that was told last. */
    @Nullable PathHop lastHop;

    /** What was told last; absent while there is no incident. */
    @Nullable Kept told;

    Instance(Rule rule, int pivot) {
        this(rule, pivot, new Course());
    }

    /** Goes on with the course of an instance of an earlier version of the pattern. */
    Instance(Rule rule, int pivot, Course course) {
        this.rule = rule;
        this.pivot = pivot;
        this.course = course;
        this.evidence = new Evidence(rule.pattern.clauses().size());
    }

    /** What it means that something was added. */
    enum Added {
        /** Of a subject that the clause had not seen. */
        NEW,
        MORE,
        /** Of what people were told of: the number of times they know is no longer true. */
        MORE_OF_TOLD,
        /** Something else had to go for it. */
        NEW_FOR_OLD,
        MORE_FOR_OLD;

        boolean isNew() {
            return this == NEW || this == NEW_FOR_OLD;
        }

        boolean isForOld() {
            return this == NEW_FOR_OLD || this == MORE_FOR_OLD;
        }
    }

    Added add(int clause, Entry seen, int most) {
        present |= 1L << clause;
        var known = evidence.find(clause, seen.subject, seen.link);
        if (known >= 0) {
            var entry = evidence.get(known);
            var wasTold = entry.shown != null;
            var isForOld = entry.add(seen, rule.times[clause]);
            return isForOld ? Added.MORE_FOR_OLD : wasTold ? Added.MORE_OF_TOLD : Added.MORE;
        }
        return evidence.add(clause, seen, Math.max(most, rule.subjects[clause])) ? Added.NEW_FOR_OLD : Added.NEW;
    }

    void remove(int clause, Entry seen, Fact fact) {
        evidence.remove(clause, seen, fact);
        mark(clause);
    }

    void forgetBefore(long time) {
        for (var bits = present; bits != 0; bits &= bits - 1) {
            forgetBefore(Long.numberOfTrailingZeros(bits), time);
        }
    }

    void forgetBefore(int clause, long time) {
        evidence.forgetBefore(clause, time);
        mark(clause);
    }

    private void mark(int clause) {
        if (!evidence.has(clause)) {
            present &= ~(1L << clause);
        }
    }

    /** Takes over what an instance of an earlier version of the pattern has seen for a clause. */
    void inherit(int clause, Instance before, int itsClause) {
        evidence.inherit(clause, before.evidence, itsClause);
        present |= evidence.has(clause) ? 1L << clause : 0;
    }

    long present() {
        return present;
    }

    boolean isEmpty() {
        return present == 0;
    }

    /** The clause holds, goes on holding, and nobody asks when else it was seen, unless it is read against it. */
    boolean goesOnHolding(int clause) {
        return course.hasBegun()
                && !course.isResolved()
                && (course.holding & 1L << clause) != 0
                && rule.monotone
                && rule.readers(clause) != -1L;
    }

    boolean worthAssessing() {
        return course.hasBegun() || rule.worthAssessing(present);
    }

    /** The incident as it was told last, when there is one. */
    Stream<Incident> told() {
        var kept = told;
        return kept == null || !course.hasBegun() ? Stream.empty() : Stream.of(kept.whole());
    }
}
