package dev.sentinel.responders.running;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.approvals.Role;
import dev.sentinel.responders.audit.AuditLog;
import dev.sentinel.responders.books.Books;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Entries;
import dev.sentinel.responders.books.Pauses;
import dev.sentinel.responders.books.PlanListener;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Requests;
import dev.sentinel.responders.conditions.Conditions;
import dev.sentinel.responders.execution.Means;
import dev.sentinel.responders.execution.PauseFile;
import dev.sentinel.responders.execution.Standings;
import dev.sentinel.responders.plan.Planner.Choice;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AddQuarantineRequest;
import dev.sentinel.v1.AddQuarantineResponse;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.ApprovePlanResponse;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.CancelPlanRequest;
import dev.sentinel.v1.CancelPlanResponse;
import dev.sentinel.v1.GetPolicyReportRequest;
import dev.sentinel.v1.GetPolicyReportResponse;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.PauseRequest;
import dev.sentinel.v1.PauseResponse;
import dev.sentinel.v1.PauseState;
import dev.sentinel.v1.ProposePlanRequest;
import dev.sentinel.v1.ProposePlanResponse;
import dev.sentinel.v1.RejectPlanRequest;
import dev.sentinel.v1.RejectPlanResponse;
import dev.sentinel.v1.ReleaseQuarantineRequest;
import dev.sentinel.v1.ReleaseQuarantineResponse;
import dev.sentinel.v1.RestoreTrustRequest;
import dev.sentinel.v1.RestoreTrustResponse;
import dev.sentinel.v1.ResumeRequest;
import dev.sentinel.v1.ResumeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What people decide about acting. Each decision, and each refusal of one, is in the audit; who asks is known from the connection. */
public final class Responses {

    private final Books books;
    private final Casework casework;
    private final Supplier<Rules> rules;
    private final Runnable wake;
    private final Approving approving;
    private final Cancelling cancelling;
    private final Isolating isolating;
    private final Queries queries;
    private final Trusting trusting;

    Responses(
            Books books,
            Casework casework,
            Settings settings,
            Supplier<Rules> rules,
            Runnable wake,
            Runnable unproven) {
        this.books = books;
        this.casework = casework;
        this.rules = rules;
        this.wake = wake;
        this.approving = new Approving(books, rules, wake);
        this.cancelling = new Cancelling(books, wake);
        this.isolating = new Isolating(books, casework, settings.isolation(), wake);
        this.queries = new Queries(books, settings, unproven);
        this.trusting = new Trusting(books, rules);
    }

    /** For a program that takes requests and leaves the acting to another one with the same store. */
    public static Responses of(
            Store store, Settings settings, World world, Supplier<Rules> rules, PlanListener listener) {
        Books books = books(store, listener);
        var casework = new Casework(books, means(world, settings, rules), rules);
        return new Responses(books, casework, settings, rules, () -> {}, () -> {});
    }

    static Books books(Store store, PlanListener listener) {
        return new Books(store, AuditLog.ofResponses(), listener);
    }

    static Means means(World world, Settings settings, Supplier<Rules> rules) {
        var standings = new Standings(
                new PauseFile(settings.pauseFile()),
                settings.own(),
                () -> rules.get().policy().bounds());
        return new Means(
                world.catalog(),
                world.surveys(),
                world.guards(),
                new Conditions(),
                standings,
                () -> rules.get().policy());
    }

    public Queries queries() {
        return queries;
    }

    /** Makes a plan and shows it; with a dry run that is all that ever happens to it. */
    public Answer<ProposePlanResponse> propose(ProposePlanRequest request, Actor actor) {
        Optional<Incident> incident =
                books.read(sql -> Cases.find(sql, request.getIncidentId())).map(Cases.Case::incident);
        if (incident.isEmpty()) {
            return new Answer.NotFound<>("no incident " + request.getIncidentId() + " has come to the responders");
        }
        Optional<Answer<ProposePlanResponse>> before = answeredBefore(request);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            Casework.Planned planned = planned(incident.get(), request, actor);
            wake.run();
            return new Answer.Done<>(noted(planned, incident.get(), request, actor));
        } catch (NoAnswer e) {
            return new Answer.Unavailable<>("cannot look at the world: " + e.getMessage());
        }
    }

    private Optional<Answer<ProposePlanResponse>> answeredBefore(ProposePlanRequest request) {
        return books.read(sql -> Requests.find(sql, request.getRequestId()).flatMap(id -> Plans.find(sql, id)))
                .map(kept -> new Answer.Done<>(
                        ProposePlanResponse.newBuilder().setPlan(kept.plan()).build()));
    }

    private Casework.Planned planned(Incident incident, ProposePlanRequest request, Actor actor) throws NoAnswer {
        List<String> runbooks = request.getRunbook().isEmpty()
                ? rules.get().planner().candidates(incident)
                : List.of(request.getRunbook());
        Situation situation = casework.look(incident.getCluster());
        List<String> reasons = new ArrayList<>();
        for (String runbook : runbooks) {
            var wish = new Casework.Wish(incident, runbook, Choice.BY_PERSON, actor, request.getDryRun());
            switch (casework.plan(wish, situation, books::write)) {
                case Casework.Planned.Made made -> {
                    return made;
                }
                case Casework.Planned.None none -> reasons.add(runbook + ": " + none.why());
            }
        }
        return new Casework.Planned.None(
                reasons.isEmpty()
                        ? "no runbook answers the pattern %s; name one".formatted(incident.getPattern())
                        : String.join("; ", reasons));
    }

    private ProposePlanResponse noted(
            Casework.Planned planned, Incident incident, ProposePlanRequest request, Actor actor) {
        return books.write(page -> switch (planned) {
            case Casework.Planned.Made made -> {
                Requests.before(page, request.getRequestId(), made.plan().getId());
                yield ProposePlanResponse.newBuilder().setPlan(made.plan()).build();
            }
            case Casework.Planned.None none -> {
                page.audit(Entries.of(actor, AuditAct.AUDIT_ACT_PLAN_PROPOSED, "No plan: " + none.why())
                        .setCluster(incident.getCluster())
                        .setIncidentId(incident.getId())
                        .setDryRun(request.getDryRun()));
                yield ProposePlanResponse.newBuilder()
                        .setNoPlanBecause(Entries.clipped(none.why()))
                        .build();
            }
        });
    }

    public Answer<ApprovePlanResponse> approve(ApprovePlanRequest request, Actor actor, Set<Role> roles) {
        return approving.approve(request, actor, roles);
    }

    public Answer<RejectPlanResponse> reject(RejectPlanRequest request, Actor actor, Set<Role> roles) {
        return approving.reject(request, actor, roles);
    }

    /** Stops a plan and takes back what it did, or what it still owes; without taking back, that is given up. */
    public Answer<CancelPlanResponse> cancel(CancelPlanRequest request, Actor actor) {
        return cancelling.cancel(request, actor);
    }

    /** An approval from outside that was not even accepted as one: a forged signature, an unknown identity. */
    public void refused(Actor actor, String planId, String why) {
        books.write(page -> {
            page.audit(
                    Entries.of(actor, AuditAct.AUDIT_ACT_APPROVAL_REFUSED, why).setPlanId(planId));
            return 0;
        });
    }

    public Answer<PauseResponse> pause(PauseRequest request, Actor actor) {
        PauseState state = turn(request.getCluster(), true, request.getReason(), actor);
        return new Answer.Done<>(PauseResponse.newBuilder().setState(state).build());
    }

    public Answer<ResumeResponse> resume(ResumeRequest request, Actor actor) {
        PauseState state = turn(request.getCluster(), false, request.getReason(), actor);
        return new Answer.Done<>(ResumeResponse.newBuilder().setState(state).build());
    }

    /** Keeps something out of service: a plan is made for it, and the watch begins once that was carried out. */
    public Answer<AddQuarantineResponse> addQuarantine(AddQuarantineRequest request, Actor actor) {
        return isolating
                .add(request, actor)
                .map(kept ->
                        AddQuarantineResponse.newBuilder().setQuarantine(kept).build());
    }

    /** Lets something out before its gates do. */
    public Answer<ReleaseQuarantineResponse> releaseQuarantine(ReleaseQuarantineRequest request, Actor actor) {
        return isolating
                .release(request, actor)
                .map(kept -> ReleaseQuarantineResponse.newBuilder()
                        .setQuarantine(kept)
                        .build());
    }

    /** How the policy does: decisions, what people and the world said to them, and what was lost or might be earned. */
    public Answer<GetPolicyReportResponse> policyReport(GetPolicyReportRequest request) {
        return trusting.report(request);
    }

    /** What went wrong is understood: the policy counts again. */
    public Answer<RestoreTrustResponse> restoreTrust(RestoreTrustRequest request, Actor actor) {
        Answer<RestoreTrustResponse> answer = trusting.restore(request, actor);
        wake.run();
        return answer;
    }

    private PauseState turn(String cluster, boolean paused, String reason, Actor actor) {
        PauseState state = books.write(page -> {
            PauseState turned = PauseState.newBuilder()
                    .setPaused(paused)
                    .setCluster(cluster)
                    .setReason(reason)
                    .setActor(actor)
                    .setSince(page.at())
                    .build();
            Pauses.put(page, turned);
            page.audit(Entries.of(actor, paused ? AuditAct.AUDIT_ACT_PAUSED : AuditAct.AUDIT_ACT_RESUMED, reason)
                    .setCluster(cluster));
            return turned;
        });
        wake.run();
        return state;
    }
}
