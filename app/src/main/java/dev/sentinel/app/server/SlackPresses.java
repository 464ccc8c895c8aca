package dev.sentinel.app.server;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sentinel.app.people.People;
import dev.sentinel.responders.approvals.Role;
import dev.sentinel.responders.notify.edge.SlackBot;
import dev.sentinel.responders.notify.edge.SlackCall;
import dev.sentinel.responders.running.Answer;
import dev.sentinel.responders.running.Responses;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.ApprovePlanRequest;
import dev.sentinel.v1.ListApprovalTicketsRequest;
import dev.sentinel.v1.ListApprovalTicketsResponse;
import dev.sentinel.v1.RejectPlanRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes presses of the buttons below a plan in Slack. What is not signed by Slack is not read; who pressed is looked up among the
 * people, and has the rights that they have at any other door.
 */
public final class SlackPresses extends AbstractHttpService implements HttpServiceWithRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SlackPresses.class);
    private static final int MOST_TICKETS = 1000;
    private static final long VALID_SECONDS = 3600;

    private final Supplier<String> signingSecret;
    private final People people;
    private final Supplier<Responses> responses;
    private final List<SlackBot> bots;
    private final InstantSource clock;

    public SlackPresses(
            Supplier<String> signingSecret,
            People people,
            Supplier<Responses> responses,
            List<SlackBot> bots,
            InstantSource clock) {
        this.signingSecret = signingSecret;
        this.people = people;
        this.responses = responses;
        this.bots = List.copyOf(bots);
        this.clock = clock;
    }

    @Override
    public Set<Route> routes() {
        return Set.of(Route.builder()
                .exact("/slack/interactions")
                .methods(HttpMethod.POST)
                .build());
    }

    @Override
    protected HttpResponse doPost(ServiceRequestContext context, HttpRequest request) {
        return HttpResponse.of(request.aggregate()
                .thenCompose(
                        whole -> CompletableFuture.supplyAsync(() -> answer(whole), context.blockingTaskExecutor())));
    }

    private HttpResponse answer(AggregatedHttpRequest request) {
        String timestamp = request.headers().get("x-slack-request-timestamp", "");
        String signature = request.headers().get("x-slack-signature", "");
        byte[] body = request.content().array();
        return switch (SlackCall.read(signingSecret.get(), timestamp, signature, body, clock.instant())) {
            case SlackCall.Refused refused -> {
                LOG.atWarn().addKeyValue("why", refused.why()).log("a call that says it is Slack's was refused");
                refused(refused.why(), "");
                yield HttpResponse.of(HttpStatus.UNAUTHORIZED);
            }
            case SlackCall.Pressed pressed -> {
                pressed(pressed, signature).ifPresent(why -> tell(pressed, why));
                yield HttpResponse.of(HttpStatus.OK);
            }
        };
    }

    private void refused(String why, String planId) {
        try {
            responses.get().refused(People.unknown("slack"), planId, "a call that says it is Slack's: " + why);
        } catch (StoreFault e) {
            LOG.atWarn().setCause(e).log("a refusal could not be written down");
        }
    }

    /** Why it does not count; empty when it does. */
    private Optional<String> pressed(SlackCall.Pressed pressed, String signature) {
        Optional<ApprovalTicket> ticket = ticket(pressed.ticket());
        if (ticket.isEmpty()) {
            return Optional.of("this question is closed: the plan changed, was decided, or expired");
        }
        String planId = ticket.get().getPlanId();
        return switch (people.bySlack(pressed.user(), Role.APPROVER)) {
            case People.Answer.Welcome welcome -> why(decided(pressed, ticket.get(), nonce(signature), welcome));
            case People.Answer.Denied denied -> {
                responses.get().refused(denied.actor(), planId, denied.why());
                yield Optional.of(denied.why());
            }
            case People.Answer.Stranger stranger -> {
                refused(stranger.why(), planId);
                yield Optional.of(stranger.why());
            }
        };
    }

    private Answer<?> decided(
            SlackCall.Pressed pressed, ApprovalTicket ticket, ByteString nonce, People.Answer.Welcome who) {
        if (pressed.approves()) {
            return responses
                    .get()
                    .approve(
                            ApprovePlanRequest.newBuilder()
                                    .setPlanId(ticket.getPlanId())
                                    .setPlanHash(ticket.getPlanHash())
                                    .setNonce(nonce)
                                    .setValidSeconds(VALID_SECONDS)
                                    .build(),
                            who.actor(),
                            who.roles());
        }
        return responses
                .get()
                .reject(
                        RejectPlanRequest.newBuilder()
                                .setPlanId(ticket.getPlanId())
                                .setPlanHash(ticket.getPlanHash())
                                .setNonce(nonce)
                                .setReason("rejected in Slack")
                                .build(),
                        who.actor(),
                        who.roles());
    }

    /** The same press is the same answer, however often it is delivered. */
    private static ByteString nonce(String signature) {
        try {
            return ByteString.copyFrom(
                    MessageDigest.getInstance("SHA-256").digest(signature.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256, this one does not", e);
        }
    }

    private Optional<ApprovalTicket> ticket(String id) {
        var request = ListApprovalTicketsRequest.newBuilder()
                .setPageSize(MOST_TICKETS)
                .build();
        return responses.get().queries().tickets(request) instanceof Answer.Done<ListApprovalTicketsResponse> open
                ? open.value().getTicketsList().stream()
                        .filter(each -> each.getId().equals(id))
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> why(Answer<?> answer) {
        return switch (answer) {
            case Answer.Done<?> done -> Optional.empty();
            case Answer.NotFound<?> no -> Optional.of(no.why());
            case Answer.Denied<?> no -> Optional.of(no.why());
            case Answer.Conflict<?> no -> Optional.of(no.why());
            case Answer.Invalid<?> no -> Optional.of(no.why());
            case Answer.Unavailable<?> no -> Optional.of(no.why());
        };
    }

    /** Only who pressed sees it. */
    private void tell(SlackCall.Pressed pressed, String why) {
        bots.stream().findFirst().ifPresent(bot -> {
            var unused = bot.whisper(pressed.user(), pressed.room(), "This did not count: " + why);
        });
    }
}
