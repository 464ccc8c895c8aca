package dev.sentinel.app.server;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sentinel.app.people.People;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.Problem;
import dev.sentinel.responders.approvals.Role;
import dev.sentinel.responders.running.Answer;
import dev.sentinel.responders.running.Responses;
import dev.sentinel.transport.bus.NotNow;
import dev.sentinel.transport.receive.IncidentReceiver;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AddQuarantineRequest;
import dev.sentinel.v1.AddQuarantineResponse;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.ApprovePlanResponse;
import dev.sentinel.v1.CancelPlanRequest;
import dev.sentinel.v1.CancelPlanResponse;
import dev.sentinel.v1.DeliverIncidentsRequest;
import dev.sentinel.v1.DeliverIncidentsResponse;
import dev.sentinel.v1.DeliveryResult;
import dev.sentinel.v1.GetPauseStateRequest;
import dev.sentinel.v1.GetPauseStateResponse;
import dev.sentinel.v1.GetPlanRequest;
import dev.sentinel.v1.GetPlanResponse;
import dev.sentinel.v1.GetPolicyReportRequest;
import dev.sentinel.v1.GetPolicyReportResponse;
import dev.sentinel.v1.ListApprovalTicketsRequest;
import dev.sentinel.v1.ListApprovalTicketsResponse;
import dev.sentinel.v1.ListAuditEntriesRequest;
import dev.sentinel.v1.ListAuditEntriesResponse;
import dev.sentinel.v1.ListPlansRequest;
import dev.sentinel.v1.ListPlansResponse;
import dev.sentinel.v1.ListQuarantinesRequest;
import dev.sentinel.v1.ListQuarantinesResponse;
import dev.sentinel.v1.PauseRequest;
import dev.sentinel.v1.PauseResponse;
import dev.sentinel.v1.ProposePlanRequest;
import dev.sentinel.v1.ProposePlanResponse;
import dev.sentinel.v1.RejectPlanRequest;
import dev.sentinel.v1.RejectPlanResponse;
import dev.sentinel.v1.ReleaseQuarantineRequest;
import dev.sentinel.v1.ReleaseQuarantineResponse;
import dev.sentinel.v1.ResponseServiceGrpc.ResponseServiceImplBase;
import dev.sentinel.v1.RestoreTrustRequest;
import dev.sentinel.v1.RestoreTrustResponse;
import dev.sentinel.v1.ResumeRequest;
import dev.sentinel.v1.ResumeResponse;
import dev.sentinel.v1.VerifyAuditRequest;
import dev.sentinel.v1.VerifyAuditResponse;
import dev.sentinel.v1.WatchPlansRequest;
import dev.sentinel.v1.WatchPlansResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The door for people and programs that ask about acting, or decide: each call is checked, admitted and answered here. */
public final class ResponseEndpoint extends ResponseServiceImplBase {
    private static final String CHANNEL = "api";

    private final Supplier<Responses> responses;
    private final People people;
    private final IncidentReceiver incidents;
    private final Supplier<Contract> contract;

    public ResponseEndpoint(
            Supplier<Responses> responses, People people, IncidentReceiver incidents, Supplier<Contract> contract) {
        this.responses = responses;
        this.people = people;
        this.incidents = incidents;
        this.contract = contract;
    }

    @Override
    public void deliverIncidents(DeliverIncidentsRequest request, StreamObserver<DeliverIncidentsResponse> caller) {
        // A correlator that cannot reach the broker: its incidents are checked as those of the broker are.
        answer(caller, () -> new Answer.Done<>(delivered(request, incidents.accept(request.getIncidentsList()))));
    }

    private static DeliverIncidentsResponse delivered(DeliverIncidentsRequest request, Map<Integer, String> refused) {
        var response = DeliverIncidentsResponse.newBuilder();
        for (int i = 0; i < request.getIncidentsCount(); i++) {
            response.addResults(DeliveryResult.newBuilder()
                    .setIncidentId(request.getIncidents(i).getId())
                    .setRevision(request.getIncidents(i).getRevision())
                    .setAccepted(!refused.containsKey(i))
                    .setReason(refused.getOrDefault(i, "")));
        }
        return response.build();
    }

    @Override
    public void proposePlan(ProposePlanRequest request, StreamObserver<ProposePlanResponse> caller) {
        decided(request, Role.OPERATOR, caller, (wanted, who) -> responses.get().propose(wanted, who.actor()));
    }

    @Override
    public void listPlans(ListPlansRequest request, StreamObserver<ListPlansResponse> caller) {
        asked(request, caller, wanted -> responses.get().queries().plans(wanted));
    }

    @Override
    public void getPlan(GetPlanRequest request, StreamObserver<GetPlanResponse> caller) {
        asked(request, caller, wanted -> responses.get().queries().plan(wanted.getPlanId()));
    }

    /** Tells what changed since the token and ends; whoever follows asks again with the last token. */
    @Override
    public void watchPlans(WatchPlansRequest request, StreamObserver<WatchPlansResponse> caller) {
        admitted(request, Role.VIEWER, caller).ifPresent(who -> {
            switch (responses.get().queries().changes(request)) {
                case Answer.Done<List<WatchPlansResponse>> done -> {
                    done.value().forEach(caller::onNext);
                    caller.onCompleted();
                }
                case Answer<List<WatchPlansResponse>> no ->
                    caller.onError(status(no).asRuntimeException());
            }
        });
    }

    @Override
    public void approvePlan(ApprovePlanRequest request, StreamObserver<ApprovePlanResponse> caller) {
        decided(
                request,
                Role.APPROVER,
                caller,
                (wanted, who) -> responses.get().approve(wanted, who.actor(), who.roles()));
    }

    @Override
    public void rejectPlan(RejectPlanRequest request, StreamObserver<RejectPlanResponse> caller) {
        decided(
                request,
                Role.APPROVER,
                caller,
                (wanted, who) -> responses.get().reject(wanted, who.actor(), who.roles()));
    }

    @Override
    public void cancelPlan(CancelPlanRequest request, StreamObserver<CancelPlanResponse> caller) {
        decided(request, Role.OPERATOR, caller, (wanted, who) -> responses.get().cancel(wanted, who.actor()));
    }

    @Override
    public void listApprovalTickets(
            ListApprovalTicketsRequest request, StreamObserver<ListApprovalTicketsResponse> caller) {
        asked(request, caller, wanted -> responses.get().queries().tickets(wanted));
    }

    @Override
    public void listQuarantines(ListQuarantinesRequest request, StreamObserver<ListQuarantinesResponse> caller) {
        asked(request, caller, wanted -> responses.get().queries().quarantines(wanted));
    }

    @Override
    public void addQuarantine(AddQuarantineRequest request, StreamObserver<AddQuarantineResponse> caller) {
        decided(request, Role.OPERATOR, caller, (wanted, who) -> responses.get().addQuarantine(wanted, who.actor()));
    }

    @Override
    public void releaseQuarantine(ReleaseQuarantineRequest request, StreamObserver<ReleaseQuarantineResponse> caller) {
        decided(
                request,
                Role.OPERATOR,
                caller,
                (wanted, who) -> responses.get().releaseQuarantine(wanted, who.actor()));
    }

    @Override
    public void pause(PauseRequest request, StreamObserver<PauseResponse> caller) {
        decided(request, Role.OPERATOR, caller, (wanted, who) -> responses.get().pause(wanted, who.actor()));
    }

    @Override
    public void resume(ResumeRequest request, StreamObserver<ResumeResponse> caller) {
        decided(request, Role.OPERATOR, caller, (wanted, who) -> responses.get().resume(wanted, who.actor()));
    }

    @Override
    public void getPauseState(GetPauseStateRequest request, StreamObserver<GetPauseStateResponse> caller) {
        asked(
                request,
                caller,
                any -> new Answer.Done<>(responses.get().queries().pauses()));
    }

    @Override
    public void listAuditEntries(ListAuditEntriesRequest request, StreamObserver<ListAuditEntriesResponse> caller) {
        asked(request, caller, wanted -> responses.get().queries().audit(wanted));
    }

    @Override
    public void getPolicyReport(GetPolicyReportRequest request, StreamObserver<GetPolicyReportResponse> caller) {
        asked(request, caller, wanted -> responses.get().policyReport(wanted));
    }

    /** Who may approve may also let automation decide again. */
    @Override
    public void restoreTrust(RestoreTrustRequest request, StreamObserver<RestoreTrustResponse> caller) {
        decided(request, Role.APPROVER, caller, (wanted, who) -> responses.get().restoreTrust(wanted, who.actor()));
    }

    @Override
    public void verifyAudit(VerifyAuditRequest request, StreamObserver<VerifyAuditResponse> caller) {
        asked(
                request,
                caller,
                any -> new Answer.Done<>(responses.get().queries().verify()));
    }

    private <Q extends Message, A> void asked(Q request, StreamObserver<A> caller, Function<Q, Answer<A>> question) {
        admitted(request, Role.VIEWER, caller).ifPresent(who -> answer(caller, () -> question.apply(request)));
    }

    private <Q extends Message, A> void decided(
            Q request,
            Role needed,
            StreamObserver<A> caller,
            BiFunction<Q, People.Answer.Welcome, Answer<A>> decision) {
        admitted(request, needed, caller).ifPresent(who -> answer(caller, () -> decision.apply(request, who)));
    }

    /** Empty when the caller was turned away already. */
    private <Q extends Message> Optional<People.Answer.Welcome> admitted(
            Q request, Role needed, StreamObserver<?> caller) {
        Optional<String> header = Optional.ofNullable(
                ServiceRequestContext.current().request().headers().get(HttpHeaderNames.AUTHORIZATION));
        return switch (people.byToken(header, needed, CHANNEL)) {
            case People.Answer.Stranger stranger -> {
                if (needed == Role.APPROVER) {
                    responses.get().refused(unknown(), planId(request), stranger.why());
                }
                caller.onError(
                        Status.UNAUTHENTICATED.withDescription(stranger.why()).asRuntimeException());
                yield Optional.empty();
            }
            case People.Answer.Denied denied -> {
                if (needed == Role.APPROVER) {
                    responses.get().refused(denied.actor(), planId(request), denied.why());
                }
                caller.onError(
                        Status.PERMISSION_DENIED.withDescription(denied.why()).asRuntimeException());
                yield Optional.empty();
            }
            case People.Answer.Welcome welcome -> sound(request, caller) ? Optional.of(welcome) : Optional.empty();
        };
    }

    private static Actor unknown() {
        return People.unknown(CHANNEL);
    }

    private static String planId(Message request) {
        return switch (request) {
            case ApprovePlanRequest approve -> approve.getPlanId();
            case RejectPlanRequest reject -> reject.getPlanId();
            default -> "";
        };
    }

    private boolean sound(Message request, StreamObserver<?> caller) {
        List<Problem> problems = contract.get().problems(request);
        if (!problems.isEmpty()) {
            String why = problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
            caller.onError(Status.INVALID_ARGUMENT.withDescription(why).asRuntimeException());
        }
        return problems.isEmpty();
    }

    private static <A> void answer(StreamObserver<A> caller, Supplier<Answer<A>> question) {
        try {
            Answer<A> answer = question.get();
            if (answer instanceof Answer.Done<A> done) {
                caller.onNext(done.value());
                caller.onCompleted();
            } else {
                caller.onError(status(answer).asRuntimeException());
            }
        } catch (StoreFault | NotNow e) {
            caller.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
        }
    }

    private static Status status(Answer<?> answer) {
        return switch (answer) {
            case Answer.Done<?> done -> Status.OK;
            case Answer.NotFound<?> no -> Status.NOT_FOUND.withDescription(no.why());
            case Answer.Denied<?> no -> Status.PERMISSION_DENIED.withDescription(no.why());
            case Answer.Conflict<?> no -> Status.FAILED_PRECONDITION.withDescription(no.why());
            case Answer.Invalid<?> no -> Status.INVALID_ARGUMENT.withDescription(no.why());
            case Answer.Unavailable<?> no -> Status.UNAVAILABLE.withDescription(no.why());
        };
    }
}
