package dev.sentinel.responders.running;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.responders.execution.Hands;
import dev.sentinel.responders.execution.Means;
import dev.sentinel.responders.guards.Standing;
import dev.sentinel.responders.plan.Circumstances;
import dev.sentinel.responders.plan.Draft;
import dev.sentinel.responders.plan.Drafting;
import dev.sentinel.responders.plan.Freezing;
import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.plan.Planner.Choice;
import dev.sentinel.responders.plan.Prepared;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Survey;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Thinks about incidents: looks at the world, makes the plan that each needs, or says why there is none. */
final class Casework {

    private static final int MOST_PLANS = 100;
    private static final int MOST_FOLLOWED = 8;
    // A plan is a message too, and the bus carries no larger one.
    private static final int MOST_BYTES = 192 << 10;
    // While there is no plan the world may come to allow one, without any news of the incident: soon at first (the
    // storage of
    // a node that just joined knows it after a minute), then ever more rarely.
    private static final Duration THINK_AGAIN = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 6;

    private final Books books;
    private final Means means;
    private final Supplier<Rules> rules;
    private final Hands hands = new Hands();

    /** What came of planning. */
    sealed interface Planned {
        record Made(Plan plan) implements Planned {}

        record None(String why) implements Planned {}
    }

    /** Who wants a plan, and for what. */
    record Wish(Incident incident, String runbook, Choice choice, Actor actor, boolean dryRun) {}

    Casework(Books books, Means means, Supplier<Rules> rules) {
        this.books = books;
        this.means = means;
        this.rules = rules;
    }

    /** Thinks one case through, under the lease. */
    void consider(Lease lease, Cases.Case each) {
        Incident incident = each.incident();
        if (incident.getState() == IncidentState.INCIDENT_STATE_RESOLVED) {
            books.write(lease, page -> {
                withdraw(page, incident.getId(), plan -> true, "", "the incident is resolved");
                Cases.considered(page.sql(), incident, "");
                return 0;
            });
            return;
        }
        try {
            considerLive(lease, each);
        } catch (NoAnswer e) {
            String why = "cannot look at the world: " + e.getMessage();
            books.write(lease, page -> {
                Cases.again(
                        page.sql(), incident, Entries.clipped(why), page.now().plus(pause(each)));
                return 0;
            });
        }
    }

    private static Duration pause(Cases.Case each) {
        return THINK_AGAIN.multipliedBy(1L << Math.min(each.failures(), MOST_DOUBLINGS));
    }

    private void considerLive(Lease lease, Cases.Case each) throws NoAnswer {
        Incident incident = each.incident();
        List<String> candidates = rules.get().planner().candidates(incident);
        List<String> reasons = new ArrayList<>();
        if (candidates.isEmpty()) {
            reasons.add("no runbook answers the pattern " + incident.getPattern());
        } else {
            Situation situation = look(incident.getCluster());
            for (String runbook : candidates) {
                var wish = new Wish(incident, runbook, Choice.BY_PATTERN, Entries.RESPONDER, false);
                if (isUnderWay(incident, runbook)) {
                    continue;
                }
                switch (plan(wish, situation, work -> books.write(lease, work))) {
                    case Planned.Made made -> {}
                    case Planned.None none -> reasons.add(runbook + ": " + none.why());
                }
            }
        }
        boolean open = candidates.size() > reasons.size();
        String said = open ? "" : Entries.clipped(String.join("; ", reasons));
        books.write(lease, page -> {
            withdraw(
                    page,
                    incident.getId(),
                    plan -> !candidates.contains(plan.getContent().getRunbook()) && isOurs(plan),
                    "",
                    "its runbook does not answer the incident any more");
            if (open || candidates.isEmpty()) {
                Cases.considered(page.sql(), incident, said);
            } else {
                Cases.again(page.sql(), incident, said, page.now().plus(pause(each)));
            }
            return 0;
        });
    }

    private boolean isUnderWay(Incident incident, String runbook) {
        return books.read(sql -> Plans.ofIncident(sql, incident.getId(), MOST_PLANS)).stream()
                .map(Plans.Kept::plan)
                .filter(plan -> plan.getContent().getRunbook().equals(runbook))
                .anyMatch(plan -> !Plans.ENDS.contains(plan.getState()) && !Plans.BEFORE.contains(plan.getState()));
    }

    Situation look(String cluster) throws NoAnswer {
        Survey survey = means.surveys().get(cluster);
        if (survey == null) {
            throw new NoAnswer(NoAnswer.Why.UNSUPPORTED, "no cluster " + cluster + " is configured here", null);
        }
        return hands.look(survey);
    }

    /** The plan that answers a wish: the one there is, a new one, or none. */
    Planned plan(Wish wish, Situation situation, Function<Function<Page, Planned>, Planned> writing) throws NoAnswer {
        Planner planner = rules.get().planner();
        Drafting drafting = planner.draft(wish.incident(), situation, wish.runbook(), wish.choice());
        if (drafting instanceof Drafting.None none) {
            return writing.apply(page -> none(page, wish, none.why()));
        }
        Draft draft = ((Drafting.Drafted) drafting).draft();
        List<Prepared> prepared = prepared(draft);
        return writing.apply(page -> {
            Optional<Cases.Case> known = Cases.find(page.sql(), wish.incident().getId());
            if (known.isEmpty()
                    || known.get().incident().getRevision() != wish.incident().getRevision()) {
                // Its newest revision is thought about next.
                return new Planned.None("the incident changed meanwhile");
            }
            return frozen(page, wish, planner, draft, prepared, situation);
        });
    }

    private List<Prepared> prepared(Draft draft) throws NoAnswer {
        List<Prepared> prepared = new ArrayList<>();
        for (Draft.Part part : draft.parts()) {
            Action action = means.catalog()
                    .find(part.order().action())
                    .orElseThrow(() -> new NoAnswer(
                            NoAnswer.Why.UNSUPPORTED,
                            "this program has no action " + part.order().action(),
                            null));
            Sight sight = hands.observe(action, part.order());
            boolean changes = action.declaration().tier() != RiskTier.RISK_TIER_READ
                    && sight.standing() == Sight.Standing.OTHERWISE;
            List<FieldChange> diff = changes ? hands.rehearse(action, part.order()) : List.of();
            prepared.add(new Prepared(sight, diff));
        }
        return prepared;
    }

    private Planned frozen(
            Page page, Wish wish, Planner planner, Draft draft, List<Prepared> prepared, Situation situation) {
        Standing standing = means.standings().of(page.sql(), wish.incident().getCluster(), "");
        Optional<String> inPlaceOf = Optional.empty();
        for (int i = 0; i < MOST_FOLLOWED; i++) {
            var circumstances =
                    new Circumstances(wish.incident(), situation, standing, wish.actor(), page.now(), inPlaceOf);
            switch (planner.freeze(draft, prepared, circumstances)) {
                case Freezing.None none -> {
                    return none(page, wish, none.why());
                }
                case Freezing.Frozen frozen -> {
                    Optional<Plans.Kept> known = Plans.find(page.sql(), frozen.id());
                    if (known.isEmpty()) {
                        return propose(page, wish, frozen);
                    }
                    if (!Plans.ENDS.contains(known.get().plan().getState())) {
                        return new Planned.Made(known.get().plan());
                    }
                    if (!mayFollow(wish, known.get())) {
                        // Nothing is new: what became of it is still the answer.
                        return new Planned.Made(known.get().plan());
                    }
                    inPlaceOf = Optional.of(frozen.id());
                }
            }
        }
        return new Planned.None("the same plan was made %d times and given up each time".formatted(MOST_FOLLOWED));
    }

    /** A plan that was carried out or refused is not made again by itself, unless a person wants it; an incident that came back makes it another one. */
    private static boolean mayFollow(Wish wish, Plans.Kept before) {
        return wish.choice() == Choice.BY_PERSON
                || before.plan().getState() == PlanState.PLAN_STATE_EXPIRED
                || before.plan().getState() == PlanState.PLAN_STATE_WITHDRAWN;
    }

    private static Planned none(Page page, Wish wish, String why) {
        if (!wish.dryRun()) {
            withdraw(
                    page,
                    wish.incident().getId(),
                    plan -> plan.getContent().getRunbook().equals(wish.runbook()) && isOurs(plan),
                    "",
                    why);
        }
        return new Planned.None(why);
    }

    private static Planned propose(Page page, Wish wish, Freezing.Frozen frozen) {
        if (frozen.content().getSerializedSize() > MOST_BYTES) {
            return none(
                    page,
                    wish,
                    "the plan would be larger than %d KiB: it touches too much at once".formatted(MOST_BYTES >> 10));
        }
        Plan.Builder plan = frozen.plan(wish.dryRun()).toBuilder()
                .setTraceparent(wish.incident().getTraceparent());
        if (!wish.dryRun()) {
            withdraw(
                    page,
                    wish.incident().getId(),
                    each -> each.getContent().getRunbook().equals(wish.runbook()),
                    frozen.id(),
                    "the world or the incident changed, and so did the plan");
        }
        return new Planned.Made(Proposal.write(page, plan));
    }

    private static boolean isOurs(Plan plan) {
        return plan.getContent().getRequestedBy().equals(Entries.RESPONDER);
    }

    /** Gives up what has not begun. */
    private static void withdraw(Page page, String incidentId, Predicate<Plan> which, String by, String why) {
        for (Plans.Kept kept : Plans.ofIncident(page.sql(), incidentId, MOST_PLANS)) {
            Plan plan = kept.plan();
            if (Plans.BEFORE.contains(plan.getState()) && !plan.getDryRun() && which.test(plan)) {
                Proposal.giveUp(page, plan.toBuilder().setSupersededBy(by), PlanState.PLAN_STATE_WITHDRAWN, why);
            }
        }
    }

    /** What nobody decided in time is over; what only waits for its time goes on waiting. */
    void expire(Lease lease, Plan plan) {
        books.write(lease, page -> {
            Plan current = Plans.find(page.sql(), plan.getId()).orElseThrow().plan();
            if (current.getRevision() != plan.getRevision()) {
                return 0;
            }
            Instant expiry = Plans.expiry(plan);
            if (page.now().isBefore(expiry)) {
                Plans.due(page, plan.getId(), Due.at(expiry));
            } else {
                Proposal.giveUp(
                        page, plan.toBuilder(), PlanState.PLAN_STATE_EXPIRED, "nobody decided before it expired");
            }
            return 0;
        });
    }
}
