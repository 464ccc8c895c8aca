package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.responders.books.Words;
import dev.sentinel.responders.guards.Finding;
import dev.sentinel.responders.guards.Question;
import dev.sentinel.responders.guards.Standing;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Survey;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Carries a plan out, one move at a time. A move looks at the books first: what is on record as started, by a process that
 * ended or by this one, is looked at in the world before anything else is done.
 */
public final class Executor {

    private static final int MOST_ATTEMPTS = 3;
    private static final int MOST_FAILURES = 20;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    // How long somebody who does not answer is asked whether an act happened.
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Books books;
    private final Means means;
    private final Scribe scribe;
    private final Intents intents;
    private final Results results;
    private final Verdicts verdicts;
    private final Awaited awaited;
    private final Leave leave;
    private final Checks checks;
    private final Tally tally;
    private final Hands hands = new Hands();

    public Executor(Books books, Means means, Tally tally) {
        this.books = books;
        this.means = means;
        this.scribe = new Scribe(books);
        this.intents = new Intents(books, means.standings());
        this.results = new Results(books);
        this.verdicts = new Verdicts(books);
        this.awaited = new Awaited(books);
        this.leave = new Leave(means.policy());
        this.checks = new Checks(means.conditions(), hands);
        this.tally = tally;
    }

    /** The next move of a plan that is due, under the lease. */
    public void move(Lease lease, Plans.Kept kept) {
        Plan plan = kept.plan();
        switch (plan.getState()) {
            case PLAN_STATE_APPROVED, PLAN_STATE_RUNNING, PLAN_STATE_WAITING -> forward(lease, plan, kept.failures());
            case PLAN_STATE_TAKING_BACK -> back(lease, plan, kept.failures());
            case PLAN_STATE_PROPOSED,
                    PLAN_STATE_WAITING_FOR_APPROVAL,
                    PLAN_STATE_SUCCEEDED,
                    PLAN_STATE_FAILED,
                    PLAN_STATE_TAKEN_BACK,
                    PLAN_STATE_REJECTED,
                    PLAN_STATE_EXPIRED,
                    PLAN_STATE_WITHDRAWN,
                    PLAN_STATE_UNKNOWN,
                    PLAN_STATE_UNSPECIFIED,
                    UNRECOGNIZED ->
                throw new IllegalStateException(
                        "a plan that is %s makes no moves: %s".formatted(Words.of(plan.getState()), plan.getId()));
        }
    }

    private void forward(Lease lease, Plan plan, int failures) {
        Step step = Progress.current(plan)
                .orElseThrow(() -> new IllegalStateException("nothing is left to do of " + plan.getId()));
        Optional<Act> act = Act.of(plan, step, means.catalog());
        if (act.isEmpty()) {
            scribe.again(
                    lease,
                    plan,
                    failures + 1,
                    "this program has no action " + step.getAction()
                            + ": use the version of Sentinel that made the plan, or cancel it",
                    LONGEST_PAUSE);
            return;
        }
        Optional<Integer> unmet = Progress.unmet(plan, step);
        if (unmet.isPresent()) {
            stop(
                    lease,
                    plan,
                    act.get(),
                    Optional.empty(),
                    new Outcome.Refused(
                            "order",
                            "step %d has to succeed first and did not".formatted(unmet.get()),
                            "look at that step"));
            return;
        }
        proceed(lease, plan, act.get(), failures);
    }

    /** A step that may have happened is settled first; then the last one that is owed is taken back. */
    private void back(Lease lease, Plan plan, int failures) {
        Optional<Act> open = Progress.current(plan)
                .filter(step -> Progress.state(plan, step.getNumber()) == StepState.STEP_STATE_STARTED)
                .flatMap(step -> Act.of(plan, step, means.catalog()));
        Optional<Steps.Intent> intent = open.flatMap(act -> scribe.intent(act.which()));
        if (open.isPresent()
                && intent.filter(each -> each.phase() == Steps.Phase.STARTED).isPresent()) {
            settle(lease, plan, open.get(), intent.get());
            return;
        }
        List<Inverses.Owed> owed = scribe.owed(plan.getId());
        if (owed.isEmpty()) {
            scribe.allTakenBack(lease, plan);
            return;
        }
        Optional<Act> act = Act.back(owed.getFirst(), means.catalog());
        if (act.isEmpty()) {
            scribe.again(
                    lease,
                    plan,
                    failures + 1,
                    "this program has no action "
                            + owed.getFirst().inverse().getAction() + ", which takes step "
                            + owed.getFirst().step() + " back",
                    LONGEST_PAUSE);
            return;
        }
        proceed(lease, plan, act.get(), failures);
    }

    private void proceed(Lease lease, Plan plan, Act act, int failures) {
        Optional<Steps.Intent> intent = scribe.intent(act.which());
        if (intent.isEmpty()) {
            begin(lease, plan, act, failures, 0);
            return;
        }
        switch (intent.get().phase()) {
            // An inverse that ended without success and is owed again was ordered anew by a person.
            case NOT_DONE, ENDED ->
                begin(lease, plan, act, failures, intent.get().attempt());
            case STARTED -> settle(lease, plan, act, intent.get());
            case CHECKING -> check(lease, plan, act, intent.get());
        }
    }

    private void begin(Lease lease, Plan plan, Act act, int failures, int attempts) {
        switch (look(plan, act)) {
            case Look.Clear clear -> act(lease, plan, act, clear.sight(), attempts);
            case Look.Wait wait -> wait(lease, plan, act, failures, wait.why());
            case Look.Outdated outdated -> scribe.givenUp(lease, plan, outdated.why());
            case Look.Stopped no ->
                stop(lease, plan, act, Optional.empty(), new Outcome.Refused(no.guard(), no.why(), no.wayOut()));
            case Look.Blind blind -> {
                if (blind.passing() && failures < MOST_FAILURES) {
                    scribe.again(lease, plan, failures + 1, "cannot look: " + blind.why(), pause(failures));
                } else {
                    stop(lease, plan, act, Optional.empty(), new Outcome.Failed("cannot look: " + blind.why(), false));
                }
            }
        }
    }

    private void wait(Lease lease, Plan plan, Act act, int failures, String why) {
        // What waits for a moment waits no longer than the plan is good for.
        if (scribe.now().isBefore(Plans.expiry(plan)) || Progress.isTakingBack(plan)) {
            scribe.again(lease, plan, failures, "waits: " + why, MOMENT);
        } else {
            stop(
                    lease,
                    plan,
                    act,
                    Optional.empty(),
                    new Outcome.Refused("moment", "the plan expired while it waited: " + why, "plan again"));
        }
    }

    private Look look(Plan plan, Act act) {
        Survey survey = means.surveys().get(act.order().cluster());
        if (survey == null) {
            return new Look.Blind(
                    "no cluster %s is configured here".formatted(act.order().cluster()), false);
        }
        try {
            Situation situation = hands.look(survey);
            Sight sight = hands.observe(act.action(), act.order());
            return judged(plan, act, situation, sight);
        } catch (NoAnswer e) {
            return Look.blind(e);
        }
    }

    /** By the rules that are in force now, whatever they were when the plan was made. */
    private Look judged(Plan plan, Act act, Situation situation, Sight sight) {
        return books.read(sql -> {
            Standing standing = means.standings().of(sql, act.order().cluster(), plan.getId());
            Optional<Incident> incident =
                    Cases.find(sql, plan.getContent().getIncidentId()).map(Cases.Case::incident);
            var question = new Question(
                    act.order(),
                    sight,
                    act.planned(),
                    Optional.of(plan.getId()),
                    incident,
                    situation,
                    standing,
                    sql.now());
            List<Finding> findings = means.guards().ask(act.action().declaration(), act.guards(), question);
            boolean begun = plan.getState() != PlanState.PLAN_STATE_APPROVED;
            Optional<String> stricter =
                    begun ? Optional.empty() : leave.refused(plan, incident, situation, standing, sql.now());
            return Look.judged(sight, findings, decidedByPeople(plan, act), begun, stricter);
        });
    }

    /** A taking back is what people agreed to when they agreed to the plan. */
    private static boolean decidedByPeople(Plan plan, Act act) {
        return plan.getMode() == PolicyMode.POLICY_MODE_APPROVE || act.which().inverse();
    }

    private void act(Lease lease, Plan plan, Act act, Sight sight, int attempts) {
        if (sight.standing() == Sight.Standing.AS_ORDERED && !act.reads()) {
            intents.foundDone(lease, plan, act, "it was as ordered before anything was done");
            return;
        }
        Optional<Inverse> wayBack = act.which().inverse() || act.reads() ? Optional.empty() : sight.wayBack();
        if (!(intents.intend(lease, plan, act, wayBack) instanceof Intents.Intention.Committed committed)) {
            return;
        }
        Outcome outcome = hands.execute(
                act.action(), act.order(), new OperationKey(act.which().operationKey(), lease.epoch()));
        finish(lease, committed.plan(), act, committed.intent(), outcome, attempts + 1);
    }

    private void finish(Lease lease, Plan plan, Act act, Steps.Intent intent, Outcome outcome, int attempts) {
        switch (outcome) {
            case Outcome.Done done -> results.done(lease, plan, act, intent, done);
            case Outcome.AlreadyDone already -> results.done(lease, plan, act, intent, already);
            case Outcome.Refused refused -> stop(lease, plan, act, Optional.of(intent), refused);
            case Outcome.Failed failed -> {
                if (failed.passing() && attempts < MOST_ATTEMPTS) {
                    results.notDone(lease, plan, act, intent, failed, pause(attempts));
                } else {
                    stop(lease, plan, act, Optional.of(intent), failed);
                }
            }
            case Outcome.Unknown unknown -> results.doubtful(lease, plan, act, intent, unknown, LOOK_AGAIN);
        }
        count(act, outcome);
    }

    private void stop(Lease lease, Plan plan, Act act, Optional<Steps.Intent> intent, Outcome why) {
        StepState state = why instanceof Outcome.Refused ? StepState.STEP_STATE_REFUSED : StepState.STEP_STATE_FAILED;
        results.stopped(lease, plan, act, intent, why, state);
        if (intent.isEmpty()) {
            count(act, why);
        }
    }

    /** Finds out whether an act happened that is on record as started. */
    private void settle(Lease lease, Plan plan, Act act, Steps.Intent intent) {
        if (act.reads()) {
            // Reading twice harms nobody.
            var lost = new Outcome.Failed("what was read was lost with who read it", true);
            finish(lease, plan, act, intent, lost, intent.attempt());
            return;
        }
        Instant now = scribe.now();
        Duration since = Duration.between(intent.startedAt(), now);
        Duration underWay = act.action().declaration().timeout().plus(GRACE);
        try {
            Sight sight = hands.observe(act.action(), act.order());
            if (sight.standing() == Sight.Standing.AS_ORDERED) {
                var done = new Outcome.Done("it is as ordered; who did it ended before it could say so", List.of());
                results.done(lease, plan, act, intent, done);
                count(act, done);
            } else if (since.compareTo(underWay) < 0) {
                // A request may still be on its way.
                scribe.again(lease, plan, 0, "looks whether it was done", LOOK_AGAIN);
            } else {
                lost(lease, plan, act, intent, "it was sent, or was about to be, and is not as ordered");
            }
        } catch (NoAnswer e) {
            if (e.passing() && since.compareTo(PATIENCE.plus(underWay)) < 0) {
                scribe.again(lease, plan, 0, "cannot look whether it was done: " + e.getMessage(), pause(4));
            } else {
                lost(lease, plan, act, intent, "nobody could look whether it was done: " + e.getMessage());
            }
        }
    }

    private void lost(Lease lease, Plan plan, Act act, Steps.Intent intent, String why) {
        var unknown = new Outcome.Unknown(why, Hands.howToLearn(act.order()));
        results.unknown(lease, plan, act, intent, unknown);
        count(act, unknown);
    }

    private void check(Lease lease, Plan plan, Act act, Steps.Intent intent) {
        Instant now = scribe.now();
        switch (checks.of(act, intent, awaited.missing(plan, act, intent), now)) {
            case Checks.Checked.AsExpected yes -> {
                verdicts.succeeded(lease, plan, act, yes.seen());
                tally.act(act.order().action(), "as_expected");
            }
            case Checks.Checked.NotAsExpected no -> {
                verdicts.notAsExpected(lease, plan, act, no.seen());
                tally.act(act.order().action(), "not_as_expected");
            }
            case Checks.Checked.CouldNotLook blind -> {
                verdicts.couldNotLook(lease, plan, act, blind.why());
                tally.act(act.order().action(), "could_not_look");
            }
            case Checks.Checked.NotYet wait ->
                verdicts.holding(lease, plan, act, wait.holdingSince(), wait.seen(), wait.pause());
        }
    }

    private void count(Act act, Outcome outcome) {
        String word = switch (outcome) {
            case Outcome.Done done -> "done";
            case Outcome.AlreadyDone already -> "already_done";
            case Outcome.Refused refused -> "refused";
            case Outcome.Failed failed -> "failed";
            case Outcome.Unknown unknown -> "unknown";
        };
        tally.act(act.order().action(), word);
    }

    private static Duration pause(int failures) {
        Duration doubled = LOOK_AGAIN.multipliedBy(1L << Math.min(failures, 6));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
