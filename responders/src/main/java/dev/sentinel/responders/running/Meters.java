package dev.sentinel.responders.running;

import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Tickets;
import dev.sentinel.responders.books.Words;
import dev.sentinel.responders.execution.Tally;
import dev.sentinel.transport.outbox.Dispatch;
import dev.sentinel.v1.PlanState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The figures of the responder, taken by who acts each second and read by whoever asks. */
final class Meters implements Dispatch.Tally, Tally {

    private static final List<PlanState> SHOWN = List.of(
            PlanState.PLAN_STATE_PROPOSED,
            PlanState.PLAN_STATE_WAITING_FOR_APPROVAL,
            PlanState.PLAN_STATE_APPROVED,
            PlanState.PLAN_STATE_RUNNING,
            PlanState.PLAN_STATE_WAITING,
            PlanState.PLAN_STATE_TAKING_BACK);
    private static final int MOST_PLANS = 10_000;

    private record Figures(Map<PlanState, Long> plans, long tickets, long inverses) {}

    private static final Figures NONE = new Figures(Map.of(), 0, 0);

    private final MeterRegistry registry;
    private final Counter published;
    private final Counter unheard;
    private final Counter fenced;
    private final Counter unproven;
    private volatile Figures figures = NONE;

    Meters(MeterRegistry registry) {
        this.registry = registry;
        this.published = counter("sentinel.responder.published", "Plans and results that the broker confirmed");
        this.unheard = counter("sentinel.responder.unheard", "Plans and results that no queue wanted");
        this.fenced = counter("sentinel.workflow.fenced", "Writes turned away because somebody else acts now");
        this.unproven = counter("sentinel.audit.verify.failures", "Walks through the audit that found something wrong");
        for (PlanState state : SHOWN) {
            Gauge.builder(
                            "sentinel.responder.plans",
                            this,
                            meters -> meters.figures.plans().getOrDefault(state, 0L))
                    .description("Plans that are neither done nor given up")
                    .tag("state", Words.of(state))
                    .register(registry);
        }
        Gauge.builder("sentinel.approvals.pending", this, meters -> meters.figures.tickets())
                .description("Plans that wait for people")
                .register(registry);
        Gauge.builder("sentinel.responder.inverses.open", this, meters -> meters.figures.inverses())
                .description("Steps that are still to be taken back")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    @Override
    public void published(int messages) {
        published.increment(messages);
    }

    @Override
    public void unheard(int messages) {
        unheard.increment(messages);
    }

    @Override
    public void act(String action, String outcome) {
        Counter.builder("sentinel.workflow.steps")
                .description("Acts by what came of them")
                .tags("action", action, "outcome", outcome)
                .register(registry)
                .increment();
    }

    void fenced() {
        fenced.increment();
    }

    void unproven() {
        unproven.increment();
    }

    void look(Books books) {
        figures = books.read(sql -> new Figures(
                Plans.live(sql, MOST_PLANS).stream()
                        .collect(Collectors.groupingBy(kept -> kept.plan().getState(), Collectors.counting())),
                Tickets.waiting(sql),
                Inverses.open(sql)));
    }

    /** Somebody else acts now. */
    void clear() {
        figures = NONE;
    }
}
