package dev.sentinel.responders.running;

import dev.sentinel.proto.Kinds;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Facts;
import dev.sentinel.responders.books.Heard;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Plans.Due;
import dev.sentinel.transport.store.Lease;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Step;
import java.util.List;
import java.util.stream.Stream;

/** Hands on the events that came in: to what is in quarantine, and to the steps that wait for them. */
final class Hearing {

    private static final int AT_ONCE = 200;
    private static final int MOST_PLANS = 1_000;

    private final Books books;
    private final Quarantining quarantining;

    Hearing(Books books, Quarantining quarantining) {
        this.books = books;
        this.quarantining = quarantining;
    }

    /** The next ones in the order in which they came, under the lease. */
    void work(Lease lease) {
        List<Facts.Fact> facts = books.read(sql -> Facts.next(sql, AT_ONCE));
        if (facts.isEmpty()) {
            return;
        }
        books.write(lease, page -> {
            List<Plan> waiting = Plans.live(page.sql(), MOST_PLANS).stream()
                    .map(Plans.Kept::plan)
                    .filter(plan -> plan.getContent().getStepsList().stream().anyMatch(Hearing::waits))
                    .toList();
            for (Facts.Fact fact : facts) {
                quarantining.hear(page, fact.event());
                waiting.forEach(plan -> tell(page, plan, fact.event()));
            }
            Facts.heard(page, facts);
            return 0;
        });
    }

    private static boolean waits(Step step) {
        return !step.getExpected().getEventKind().isEmpty();
    }

    /** Also a step whose turn has not come: what it waits for may be told before the step in front of it is over. */
    private static void tell(Page page, Plan plan, Event event) {
        if (!plan.getContent().getCluster().equals(event.getCluster())) {
            return;
        }
        for (Step step : plan.getContent().getStepsList()) {
            if (step.getExpected().getEventKind().equals(Kinds.of(event))
                    && isAbout(event, step.getTarget().getRef())) {
                Heard.note(page, plan.getId(), step.getNumber(), event);
                if (plan.getState() == PlanState.PLAN_STATE_WAITING) {
                    Plans.due(page, plan.getId(), Due.at(page.now()));
                }
            }
        }
    }

    private static boolean isAbout(Event event, Ref target) {
        return Stream.concat(Stream.of(event.getSubject()), event.getRelatedList().stream())
                .anyMatch(ref -> ref.getKind().equals(target.getKind())
                        && ref.getNamespace().equals(target.getNamespace())
                        && ref.getName().equals(target.getName())
                        && (ref.getUid().isEmpty()
                                || target.getUid().isEmpty()
                                || ref.getUid().equals(target.getUid())));
    }
}
