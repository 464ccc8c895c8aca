package dev.sentinel.correlator.engine;

import java.util.ArrayList;
import java.util.List;

/** How the trouble of an instance stands: still there, over since when, and how often it came back. */
record Recovery(boolean over, boolean witnessed, long since, int flaps, int troubles) {

    /** From here on changes to and fro are held back. */
    private static final int FLAPPING = 3;

    boolean isFlapping() {
        return flaps >= FLAPPING;
    }

    /** Its end was seen. What comes and goes is not over, also when it was learned only afterwards that it came and went. */
    boolean isOver() {
        return over && witnessed && !isFlapping();
    }

    /** Looks at what counts as trouble: the symptoms, or what is there when a pattern names none. */
    static Recovery of(Instance instance, Assessor assessed) {
        return before(Long.MAX_VALUE, instance, assessed);
    }

    /** How it stood just before a moment. */
    static Recovery before(long moment, Instance instance, Assessor assessed) {
        var clauses = instance.rule.pattern.clauses();
        var over = true;
        var witnessed = false;
        var since = Long.MIN_VALUE;
        var flaps = 0;
        var troubles = 0;
        for (var c = 0; c < clauses.size(); c++) {
            if (!instance.rule.isTrouble(c)) {
                continue;
            }
            var absence = clauses.get(c).absence();
            var evidence = instance.evidence;
            var seen = absence.isPresent() ? absence.get().since() : c;
            var isAnswered = instance.rule.answers[c].length > 0;
            var answers = answers(instance, c);
            for (var e = evidence.begin(seen); e < evidence.end(seen); e++) {
                var entry = evidence.get(e);
                if (entry.first() >= moment || !assessed.counts(c, absence.isPresent() ? -1 - e : e)) {
                    continue;
                }
                troubles++;
                var last = entry.lastBefore(moment)
                        + absence.map(each -> each.deadline().toMillis()).orElse(0L);
                var ended = isAnswered ? endOf(entry, last, moment, answers) : last;
                over &= ended != Long.MAX_VALUE;
                witnessed |= isAnswered && ended != Long.MAX_VALUE;
                since = Math.max(since, ended == Long.MAX_VALUE ? last : ended);
                flaps += absence.isPresent() ? 0 : flaps(entry, moment, answers);
            }
        }
        return new Recovery(over, witnessed, since, flaps, troubles);
    }

    /**
     * What ends the trouble of clause {@code c}: its recoveries, and for something that did not come, that it comes. Without
     * any, trouble is over as soon as it was reported.
     */
    private static List<Entry> answers(Instance instance, int c) {
        var answers = new ArrayList<Entry>();
        for (var clause : instance.rule.answers[c]) {
            for (var e = instance.evidence.begin(clause); e < instance.evidence.end(clause); e++) {
                answers.add(instance.evidence.get(e));
            }
        }
        return answers;
    }

    private static long endOf(Entry trouble, long last, long moment, List<Entry> answers) {
        var ended = Long.MAX_VALUE;
        for (var answer : answers) {
            for (var t = 0; t < answer.size() && concerns(answer, trouble); t++) {
                if (answer.time(t) > last && answer.time(t) < moment) {
                    ended = Math.min(ended, answer.time(t));
                }
            }
        }
        return ended;
    }

    private static boolean concerns(Entry answer, Entry trouble) {
        return answer.subject == trouble.subject || (answer.link >= 0 && answer.link == trouble.link);
    }

    /** How often trouble came after an answer. */
    private static int flaps(Entry trouble, long moment, List<Entry> answers) {
        var flaps = 0;
        for (var t = 1; t < trouble.size() && trouble.time(t) < moment; t++) {
            if (answeredBetween(trouble, trouble.time(t - 1), trouble.time(t), answers)) {
                flaps++;
            }
        }
        return flaps;
    }

    private static boolean answeredBetween(Entry trouble, long from, long until, List<Entry> answers) {
        for (var answer : answers) {
            for (var t = 0; t < answer.size() && concerns(answer, trouble); t++) {
                if (answer.time(t) > from && answer.time(t) < until) {
                    return true;
                }
            }
        }
        return false;
    }
}
