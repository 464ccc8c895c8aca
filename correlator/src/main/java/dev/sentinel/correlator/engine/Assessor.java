package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause;
import dev.sentinel.correlator.patterns.Clause.Count;
import java.util.Arrays;

/**
 * Which clauses hold, given the evidence up to a moment. Depends on nothing but the set of evidence, so that the order in
 * which it came does not matter. Reuses its arrays: one for each engine, whose thread owns it.
 */
final class Assessor {
    // All that can be kept of one clause: 32 subjects with 32 times, or 64 with 8.
    private static final int MOST = 4 * Count.MOST_EVENTS * Count.MOST_EVENTS;

    private final long slack;
    private final Counted[] counted;

    /** The evidence of one clause that counts: after, within, for the same link as the pattern asks. */
    private static final class Counted {
        private long[] times = new long[16];
        private int[] links = new int[16];
        private int[] entries = new int[16];
        private int size;
        private boolean inOrder = true;

        void clear() {
            size = 0;
            inOrder = true;
        }

        /** Whether something happened then: looked for by halves when it is in order, as it is for one subject. */
        boolean any(long from, long until) {
            if (!inOrder) {
                for (var i = 0; i < size; i++) {
                    if (times[i] >= from && times[i] <= until) {
                        return true;
                    }
                }
                return false;
            }
            var low = 0;
            var high = size;
            while (low < high) {
                var middle = (low + high) >>> 1;
                if (times[middle] < from) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low < size && times[low] <= until;
        }

        void add(long time, int link, int entry) {
            inOrder &= size == 0 || times[size - 1] <= time;
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                links = Arrays.copyOf(links, size * 2);
                entries = Arrays.copyOf(entries, size * 2);
            }
            times[size] = time;
            links[size] = link;
            entries[size++] = entry;
        }
    }

    /** Clocks of different machines disagree a little, so "after" allows for as much as lateness does. */
    Assessor(int mostClauses, long slackMillis) {
        slack = slackMillis;
        counted = new Counted[mostClauses];
        for (var i = 0; i < mostClauses; i++) {
            counted[i] = new Counted();
        }
    }

    /** A bit for each clause that holds by {@code until}, as far as is known at {@code now}. */
    long holding(Instance instance, long until, long now) {
        var holding = 0L;
        for (var clause : instance.rule.order) {
            var of = instance.rule.pattern.clauses().get(clause);
            counted[clause].clear();
            if (of.absence().isPresent()) {
                absent(instance, clause, of, until, now);
            } else {
                present(instance, clause, until);
            }
            if (enough(of.count(), counted[clause])) {
                holding |= 1L << clause;
            }
        }
        return holding;
    }

    /** After {@link #holding}: whether this entry was among what counted. */
    boolean counts(int clause, int entry) {
        var of = counted[clause];
        for (var i = 0; i < of.size; i++) {
            if (of.entries[i] == entry) {
                return true;
            }
        }
        return false;
    }

    /** After {@link #holding}: whether something seen then for a clause counts, be it kept or not. */
    boolean wouldCount(Rule rule, int clause, long time, int link) {
        return rule.pattern.clauses().get(clause).absence().isEmpty() && inOrder(rule, clause, time, link);
    }

    /** After {@link #holding}: the latest moment before another that counted for a clause, or the least long. */
    long latest(int clause, long before) {
        var latest = Long.MIN_VALUE;
        for (var i = 0; i < counted[clause].size; i++) {
            var time = counted[clause].times[i];
            latest = time < before ? Math.max(latest, time) : latest;
        }
        return latest;
    }

    private void present(Instance instance, int number, long until) {
        var evidence = instance.evidence;
        if (!evidence.has(number) || waits(instance.rule, number)) {
            return;
        }
        var one = instance.rule.oneIsEnough(number, instance.present());
        for (var e = evidence.begin(number); e < evidence.end(number); e++) {
            var entry = evidence.get(e);
            var enough = false;
            for (var t = 0; t < entry.size() && entry.time(t) <= until && counted[number].size < MOST && !enough; t++) {
                if (inOrder(instance.rule, number, entry.time(t), entry.link)) {
                    counted[number].add(entry.time(t), entry.link, e);
                    enough = one;
                }
            }
        }
    }

    /** What it must follow has not been seen. */
    private boolean waits(Rule rule, int clause) {
        return rule.after[clause] >= 0 && counted[rule.after[clause]].size == 0;
    }

    private boolean inOrder(Rule rule, int clause, long time, int link) {
        var after = rule.after[clause];
        var same = rule.sameAs[clause];
        if (after >= 0) {
            var mustShare = same == after;
            if (!follows(counted[after], time, rule.within[clause], mustShare, link)) {
                return false;
            }
            if (mustShare) {
                return true;
            }
        }
        return same < 0 || shares(counted[same], link);
    }

    private boolean follows(Counted before, long time, long within, boolean mustShare, int link) {
        if (!mustShare) {
            return before.any(time - within, time + slack);
        }
        for (var i = 0; i < before.size && link >= 0; i++) {
            if (before.links[i] == link && before.times[i] - slack <= time && time - before.times[i] <= within) {
                return true;
            }
        }
        return false;
    }

    private static boolean shares(Counted other, int link) {
        for (var i = 0; i < other.size && link >= 0; i++) {
            if (other.links[i] == link) {
                return true;
            }
        }
        return false;
    }

    /** Nothing came in time; it is known only when what may still be on its way had its chance. */
    private void absent(Instance instance, int number, Clause clause, long until, long now) {
        var absence = clause.absence().orElseThrow();
        var began = counted[absence.since()];
        for (var i = 0; i < began.size; i++) {
            var due = began.times[i] + absence.deadline().toMillis();
            if (due <= until
                    && due + slack <= now
                    && !answered(instance.evidence, number, began.times[i], due, began.links[i])) {
                counted[number].add(due, began.links[i], -1 - began.entries[i]);
            }
        }
    }

    private static boolean answered(Evidence answers, int clause, long from, long due, int link) {
        for (var e = answers.begin(clause); e < answers.end(clause); e++) {
            var answer = answers.get(e);
            if (link >= 0 && answer.link >= 0 && answer.link != link) {
                continue;
            }
            for (var t = 0; t < answer.size(); t++) {
                if (answer.time(t) > from && answer.time(t) <= due) {
                    return true;
                }
            }
            if (answer.mayHaveHad(from, due)) {
                return true;
            }
        }
        return false;
    }

    private static boolean enough(Count count, Counted of) {
        if (of.size < count.atLeast()) {
            return false;
        }
        if (count.atLeast() <= 1) {
            return true;
        }
        var span = count.span().isZero() ? Long.MAX_VALUE : count.span().toMillis();
        return count.distinct() ? enoughSubjects(of, count.atLeast(), span) : enoughEvents(of, count.atLeast(), span);
    }

    private static boolean enoughEvents(Counted of, int atLeast, long span) {
        var times = Arrays.copyOf(of.times, of.size);
        Arrays.sort(times);
        for (var i = atLeast - 1; i < times.length; i++) {
            if (times[i] - times[i - atLeast + 1] <= span) {
                return true;
            }
        }
        return false;
    }

    private static boolean enoughSubjects(Counted of, int atLeast, long span) {
        for (var i = 0; i < of.size; i++) {
            if (subjects(of, of.times[i], span) >= atLeast) {
                return true;
            }
        }
        return false;
    }

    /** What counts of one subject stands together. */
    private static int subjects(Counted of, long from, long span) {
        var found = 0;
        var last = Integer.MIN_VALUE;
        for (var i = 0; i < of.size; i++) {
            if (of.entries[i] != last && of.times[i] >= from && of.times[i] - from <= span) {
                found++;
                last = of.entries[i];
            }
        }
        return found;
    }
}
