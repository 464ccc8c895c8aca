package dev.sentinel.responders.running;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.autonomy.Deed;
import dev.sentinel.responders.books.Acts;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Deeds;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Shadows;
import dev.sentinel.responders.execution.Hands;
import dev.sentinel.responders.execution.Means;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether people did what was only thought, through Sentinel or past it: the target shows it. */
final class Comparing {

    private static final int AT_ONCE = 5;
    private static final Duration EVERY = Duration.ofMinutes(5);
    // A cluster that does not answer for so long is not waited for: what nobody saw is not judged.
    private static final Duration LATEST = Duration.ofDays(1);

    private final Books books;
    private final Means means;
    private final Duration people;
    private final Hands hands = new Hands();

    private record Seen(Step step, Sight.Standing standing) {}

    /** @param people the time in which people would have done what was thought */
    Comparing(Books books, Means means, Duration people) {
        this.books = books;
        this.means = means;
        this.people = people;
    }

    /** Everything that is due, under the lease. */
    void work(Lease lease) {
        for (Shadows.Due due : books.read(sql -> Shadows.due(sql, sql.now(), AT_ONCE))) {
            try {
                List<Seen> seen = look(due.plan());
                books.write(lease, page -> {
                    seen.forEach(each -> compare(page, due, each));
                    Shadows.looked(page, due.plan().getId(), next(due, page.now()));
                    return 0;
                });
            } catch (NoAnswer e) {
                books.write(lease, page -> {
                    boolean over =
                            !page.now().isBefore(due.decidedAt().plus(people).plus(LATEST));
                    Shadows.unseen(
                            page,
                            due.plan().getId(),
                            over ? Optional.empty() : Optional.of(page.now().plus(EVERY)));
                    return 0;
                });
            }
        }
    }

    private List<Seen> look(Plan plan) throws NoAnswer {
        List<Seen> seen = new ArrayList<>();
        for (Step step : plan.getContent().getStepsList()) {
            Optional<Action> action = means.catalog().find(step.getAction());
            if (step.getTier() != RiskTier.RISK_TIER_READ && action.isPresent()) {
                Order order = new Order(
                        plan.getContent().getCluster(),
                        step.getAction(),
                        step.getTarget().getRef(),
                        new Arguments(step.getArgumentsList()));
                seen.add(new Seen(step, hands.observe(action.get(), order).standing()));
            }
        }
        return seen;
    }

    private static void compare(Page page, Shadows.Due due, Seen seen) {
        Plan plan = due.plan();
        Step step = seen.step();
        boolean done = Deeds.isDone(
                page.sql(), plan.getId(), step.getAction(), step.getTarget().getRef());
        boolean now = seen.standing() == Sight.Standing.AS_ORDERED;
        if (now == done || seen.standing() == Sight.Standing.GONE || (now && isOurs(page, due, step))) {
            return;
        }
        Deeds.note(page, Deed.of(plan, step, page.now(), !now));
    }

    /** Automation does not confirm itself. */
    private static boolean isOurs(Page page, Shadows.Due due, Step step) {
        Duration since = Duration.between(due.decidedAt(), page.now());
        return Acts.since(page.sql(), due.plan().getContent().getCluster(), since).stream()
                .filter(act -> act.action().equals(step.getAction())
                        && act.target()
                                .getKind()
                                .equals(step.getTarget().getRef().getKind())
                        && act.target()
                                .getName()
                                .equals(step.getTarget().getRef().getName()))
                .flatMap(act -> Plans.find(page.sql(), act.planId()).stream())
                .anyMatch(kept -> kept.plan().getMode() == PolicyMode.POLICY_MODE_AUTO);
    }

    /** Once more right when the time is over; then never. */
    private Optional<Instant> next(Shadows.Due due, Instant now) {
        Instant end = due.decidedAt().plus(people);
        if (!now.isBefore(end)) {
            return Optional.empty();
        }
        Instant next = now.plus(EVERY);
        return Optional.of(next.isBefore(end) ? next : end);
    }
}
