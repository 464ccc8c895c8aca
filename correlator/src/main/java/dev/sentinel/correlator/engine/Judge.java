package dev.sentinel.correlator.engine;

import static dev.sentinel.v1.IncidentState.INCIDENT_STATE_MONITORING;
import static dev.sentinel.v1.IncidentState.INCIDENT_STATE_OPEN;
import static dev.sentinel.v1.IncidentState.INCIDENT_STATE_REOPENED;
import static dev.sentinel.v1.IncidentState.INCIDENT_STATE_RESOLVED;
import static dev.sentinel.v1.IncidentState.INCIDENT_STATE_SUSPECTED;

import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import java.util.Arrays;

/** Decides where an instance stands. Everything follows from its evidence and from how much time has passed. */
final class Judge {
    private final Assessor assessor;
    private final Due due;
    private final long slack;
    private final Registry registry;

    /** Whether clauses that hold are enough for something. */
    private interface Enough {
        boolean is(Pattern pattern, long holding);
    }

    /** Keeps the names of incidents. */
    interface Registry {
        String idOf(Instance instance, long beganAt);

        /** It cannot come back any more; called before it forgets what it was. */
        void buried(Instance instance);
    }

    Judge(Assessor assessor, Due due, long slackMillis, Registry registry) {
        this.assessor = assessor;
        this.due = due;
        this.slack = slackMillis;
        this.registry = registry;
    }

    /** True when something changed that people and responders should hear of at once. */
    boolean judge(Instance instance, long now) {
        instance.judgedAgainAt = Long.MAX_VALUE;
        var holding = assessor.holding(instance, Long.MAX_VALUE, now);
        var course = instance.course;
        if (course.openedInDoubt && opens(instance.rule.pattern, holding)) {
            course.opened(openedAt(instance, now));
            assessor.holding(instance, Long.MAX_VALUE, now);
        }
        remindOfAbsences(instance, now);
        var news = holding != course.holding && course.hasBegun();
        course.holding = holding;
        if (!course.hasBegun()) {
            return begin(instance, holding, now);
        }
        news |= advanceState(instance, holding, now);
        return (course.hasBegun() && raise(instance, holding)) || news;
    }

    /** Time alone will change where it stands. */
    private void judgeAgain(Instance instance, long at) {
        instance.judgedAgainAt = Math.min(instance.judgedAgainAt, at);
        due.at(at, instance);
    }

    /** Evidence came late: the incident began, or was understood, earlier than was thought. True when it began earlier. */
    boolean backdate(Instance instance, long time, long now) {
        var course = instance.course;
        var before = course.suspectedAt;
        if (time < course.suspectedAt) {
            course.suspectedAt = Math.min(course.suspectedAt, since(instance, Judge::begins, now));
        }
        if (time <= course.openedAt) {
            course.opened(openedAt(instance, now));
        }
        return course.suspectedAt < before;
    }

    /** When it opened, as far as is known now: later than was thought, too, when what came late speaks against an earlier moment. */
    private long openedAt(Instance instance, long now) {
        var course = instance.course;
        var at = since(instance, Judge::opens, now);
        if (instance.rule.monotone) {
            return Math.min(course.openedAt, at);
        }
        course.openedInDoubt = !opens(instance.rule.pattern, assessor.holding(instance, at, now));
        return course.openedInDoubt ? course.openedAt : at;
    }

    private boolean begin(Instance instance, long holding, long now) {
        var pattern = instance.rule.pattern;
        var course = instance.course;
        if (!begins(pattern, holding) || newestTrouble(instance) <= course.buriedAt) {
            return false;
        }
        course.suspectedAt = since(instance, Judge::begins, now);
        course.id = registry.idOf(instance, course.suspectedAt);
        if (opens(pattern, holding)) {
            course.openedAt = since(instance, Judge::opens, now);
            course.turn(course.openedAt, INCIDENT_STATE_OPEN, "the evidence is complete");
        } else {
            course.turn(course.suspectedAt, INCIDENT_STATE_SUSPECTED, "");
        }
        raise(instance, holding);
        // What is already over when it is first understood goes straight on.
        advanceState(instance, assessor.holding(instance, Long.MAX_VALUE, now), now);
        return true;
    }

    private boolean advanceState(Instance instance, long holding, long now) {
        var course = instance.course;
        var before = course.state;
        if (course.isResolved()) {
            reopen(instance, Recovery.of(instance, assessor), now);
        }
        if (course.state == INCIDENT_STATE_SUSPECTED && opens(instance.rule.pattern, holding)) {
            course.openedAt = since(instance, Judge::opens, now);
            assessor.holding(instance, Long.MAX_VALUE, now);
            course.turn(course.openedAt, INCIDENT_STATE_OPEN, "the evidence is complete");
        }
        if (course.hasBegun() && !course.isResolved()) {
            settle(instance, Recovery.of(instance, assessor), now);
        }
        return course.state != before;
    }

    private void reopen(Instance instance, Recovery recovery, long now) {
        var course = instance.course;
        var quietUntil =
                course.resolvedAt + instance.rule.pattern.resolution().reopen().toMillis();
        var newest = newestTrouble(instance);
        if (newest > course.resolvedAt && newest <= quietUntil && recovery.troubles() > 0) {
            if (course.openedAt > 0) {
                course.reopened++;
                course.turn(newest, INCIDENT_STATE_REOPENED, "it came back");
            } else {
                course.turn(newest, INCIDENT_STATE_SUSPECTED, "suspected again");
            }
        } else if (now > quietUntil + slack) {
            bury(instance);
        } else {
            judgeAgain(instance, quietUntil + slack + 1);
        }
    }

    /** It cannot come back as the same incident any more. Causes are remembered: they may cause again. */
    private void bury(Instance instance) {
        registry.buried(instance);
        var clauses = instance.rule.pattern.clauses();
        for (var c = 0; c < clauses.size(); c++) {
            var role = clauses.get(c).role();
            if (role != Role.CAUSE && role != Role.CONTEXT) {
                instance.forgetBefore(c, instance.course.resolvedAt + 1);
            }
        }
        instance.course.end();
    }

    private long newestTrouble(Instance instance) {
        return newestTrouble(instance, Long.MAX_VALUE);
    }

    private long newestTrouble(Instance instance, long before) {
        var clauses = instance.rule.pattern.clauses();
        var newest = Long.MIN_VALUE;
        for (var c = 0; c < clauses.size(); c++) {
            if (instance.rule.isTrouble(c)) {
                newest = Math.max(newest, assessor.latest(c, before));
            }
        }
        return newest == Long.MIN_VALUE ? instance.evidence.newest(before) : newest;
    }

    private void settle(Instance instance, Recovery recovery, long now) {
        var course = instance.course;
        course.dampedFlaps = recovery.isFlapping() ? recovery.flaps() : 0;
        if (recovery.isOver() && course.openedAt > 0) {
            if (course.state != INCIDENT_STATE_MONITORING) {
                course.turn(recovery.since(), INCIDENT_STATE_MONITORING, "the symptoms are gone");
            }
        } else if (course.state == INCIDENT_STATE_MONITORING) {
            course.turn(newestTrouble(instance), back(course), "the symptoms are back");
        }
        var overBefore = overBefore(instance);
        course.endsAt = Math.min(overBefore, endsAt(instance, recovery, newestTrouble(instance)));
        if (now < course.endsAt + slack) {
            judgeAgain(instance, course.endsAt + slack);
            return;
        }
        resolve(
                instance,
                recovery.over() || overBefore != Long.MAX_VALUE ? "quiet since" : "no news for the whole window");
        if (overBefore != Long.MAX_VALUE) {
            reopen(instance, recovery, now);
        }
        if (course.hasBegun() && !course.isResolved()) {
            settle(instance, recovery, now);
        }
    }

    private void resolve(Instance instance, String why) {
        var course = instance.course;
        course.resolvedAt = course.endsAt;
        course.endsAt = Long.MAX_VALUE;
        course.turn(course.resolvedAt, INCIDENT_STATE_RESOLVED, why);
        judgeAgain(
                instance,
                course.resolvedAt + instance.rule.pattern.resolution().reopen().toMillis() + slack + 1);
    }

    /**
     * When it was over before the newest trouble came: it came later than it was to end. It is asked again when all from
     * before has had its chance to arrive; else it would depend on whether that trouble or the end was noticed first.
     */
    private long overBefore(Instance instance) {
        var next = instance.course.endsAt;
        var newest = newestTrouble(instance);
        if (newest <= next) {
            return Long.MAX_VALUE;
        }
        var before = Recovery.before(next + 1, instance, assessor);
        var over = endsAt(instance, before, newestTrouble(instance, next + 1));
        return over < newest ? over : Long.MAX_VALUE;
    }

    private static IncidentState back(Course course) {
        return course.reopened > 0 ? INCIDENT_STATE_REOPENED : INCIDENT_STATE_OPEN;
    }

    private static long endsAt(Instance instance, Recovery recovery, long newestTrouble) {
        var quiet = instance.rule.pattern.resolution().quiet().toMillis();
        var last = Math.max(newestTrouble, instance.course.suspectedAt);
        if (!recovery.over()) {
            return last + instance.rule.window;
        }
        if (instance.course.openedAt == 0) {
            // It stays as long as it could come back: one that went and came with every small trouble would tell
            // nothing.
            return last
                    + Math.max(
                            quiet, instance.rule.pattern.resolution().reopen().toMillis());
        }
        // What opens long after its last trouble does not end before it opened.
        var since = Math.max(recovery.witnessed() ? recovery.since() : last, instance.course.openedAt);
        return since + (recovery.isFlapping() ? 2 * quiet : quiet);
    }

    private static boolean raise(Instance instance, long holding) {
        var course = instance.course;
        for (var rule : instance.rule.pattern.severities()) {
            if (rule.when().holds(holding)) {
                var higher = rule.severity().getNumber() > course.severity.getNumber();
                course.severity = higher ? rule.severity() : course.severity;
                return higher;
            }
        }
        if (course.severity == Severity.SEVERITY_UNSPECIFIED) {
            course.severity = Severity.SEVERITY_ERROR;
        }
        return false;
    }

    private static boolean opens(Pattern pattern, long holding) {
        return pattern.open().holds(holding);
    }

    /** It opens at once where nobody had a suspicion. */
    private static boolean begins(Pattern pattern, long holding) {
        return pattern.suspect().holds(holding) || opens(pattern, holding);
    }

    /** The first moment at which what was then known was enough. */
    private long since(Instance instance, Enough enough, long now) {
        var pattern = instance.rule.pattern;
        var times = Moments.of(instance);
        var low = firstAfter(instance.course.buriedAt, times);
        if (!instance.rule.monotone) {
            for (var time : Arrays.copyOfRange(times, low, times.length)) {
                if (enough.is(pattern, assessor.holding(instance, time, now))) {
                    return time;
                }
            }
            return times[times.length - 1];
        }
        var high = times.length - 1;
        while (low < high) {
            var middle = (low + high) / 2;
            if (enough.is(pattern, assessor.holding(instance, times[middle], now))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return times[low];
    }

    /** What was over by then begins nothing anew. */
    private static int firstAfter(long buriedAt, long[] times) {
        var at = 0;
        while (at < times.length - 1 && times[at] <= buriedAt) {
            at++;
        }
        return at;
    }

    private void remindOfAbsences(Instance instance, long now) {
        if (instance.rule.answering == 0) {
            return;
        }
        var clauses = instance.rule.pattern.clauses();
        for (var clause : clauses) {
            if (clause.absence().isPresent()) {
                var absence = clause.absence().get();
                var began = instance.evidence;
                for (var e = began.begin(absence.since()); e < began.end(absence.since()); e++) {
                    for (var t = 0; t < began.get(e).size(); t++) {
                        var at = began.get(e).time(t) + absence.deadline().toMillis() + slack;
                        if (at > now) {
                            judgeAgain(instance, at);
                        }
                    }
                }
            }
        }
    }
}
