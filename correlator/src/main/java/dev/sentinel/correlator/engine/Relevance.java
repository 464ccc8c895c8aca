package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause;

/**
 * Whether a piece of evidence may change where an instance stands. Most does not: what it must follow was not seen, or it
 * is more of what holds anyway and nothing is read against it. It never says no to what the assessor would count.
 */
final class Relevance {
    private static final int ANY_LINK = -1;

    private final long slack;

    Relevance(long slackMillis) {
        slack = slackMillis;
    }

    /** What a piece of evidence may do. */
    enum Weight {
        /** It does not count, so it is not even shown. */
        NONE,
        /** It is shown. */
        SHOWN,
        /** Where the instance stands must be judged. */
        DECIDES
    }

    /** Asked after the evidence was added without another having to go for it. */
    Weight of(Instance instance, int clause, long time, int link) {
        // After a burial it may also be just the time of new evidence that lets an incident begin.
        var isUnburied = instance.course.hasBegun() || instance.course.buriedAt == Long.MIN_VALUE;
        if (isUnburied && !mayCount(instance, clause, time, link)) {
            return Weight.NONE;
        }
        var decides = !instance.goesOnHolding(clause) || mayBeRead(instance, clause, time, link);
        return decides ? Weight.DECIDES : Weight.SHOWN;
    }

    private boolean mayCount(Instance instance, int clause, long time, int link) {
        var rule = instance.rule;
        var of = rule.pattern.clauses().get(clause);
        if (of.absence().isPresent() || of.role() == Clause.Role.RECOVERY) {
            return true;
        }
        var after = rule.after[clause];
        var same = rule.sameAs[clause];
        return (after < 0 || isAbsence(rule, after) || follows(instance, clause, time, link))
                && (same < 0 || same == after || isAbsence(rule, same) || shares(instance, same, link));
    }

    private boolean follows(Instance instance, int clause, long time, int link) {
        var rule = instance.rule;
        var after = rule.after[clause];
        var from = time - rule.within[clause];
        if (rule.sameAs[clause] != after) {
            return instance.evidence.any(after, ANY_LINK, from, time + slack);
        }
        return link >= 0 && instance.evidence.any(after, link, from, time + slack);
    }

    private static boolean shares(Instance instance, int clause, int link) {
        return link >= 0 && instance.evidence.any(clause, link, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static boolean isAbsence(Rule rule, int clause) {
        return rule.pattern.clauses().get(clause).absence().isPresent();
    }

    /** Whether evidence of another clause stands to it in a way that could now make it count. */
    private boolean mayBeRead(Instance instance, int clause, long time, int link) {
        var rule = instance.rule;
        for (var bits = rule.readers(clause) & instance.present(); bits != 0; bits &= bits - 1) {
            var reader = Long.numberOfTrailingZeros(bits);
            var shares = rule.sameAs[reader] == clause;
            var follows = rule.after[reader] == clause;
            var from = follows ? time - slack : Long.MIN_VALUE;
            var until = follows ? time + rule.within[reader] : Long.MAX_VALUE;
            if ((!shares || link >= 0) && instance.evidence.any(reader, shares ? link : ANY_LINK, from, until)) {
                return true;
            }
        }
        return false;
    }
}
