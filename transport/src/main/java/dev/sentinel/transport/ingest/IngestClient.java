package dev.sentinel.transport.ingest;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.sentinel.transport.courier.Fallback;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EventBatch;
import dev.sentinel.v1.IngestServiceGrpc.IngestServiceBlockingStub;
import dev.sentinel.v1.PublishRequest;
import dev.sentinel.v1.PublishResponse;
import dev.sentinel.v1.PublishResult;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Delivers to the first receiver that answers, starting with the one that answered last. */
public final class IngestClient implements Fallback {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MAX_EVENTS = 1_000;

    private final List<URI> receivers;
    private final List<IngestServiceBlockingStub> stubs;
    private int preferred;

    private IngestClient(List<URI> receivers) {
        this.receivers = List.copyOf(receivers);
        this.stubs = receivers.stream().map(IngestClient::stub).toList();
    }

    /** {@code receivers} are http or https addresses. */
    public static IngestClient of(List<URI> receivers) {
        if (receivers.isEmpty()) {
            throw new IllegalArgumentException("a fallback needs at least one receiver");
        }
        return new IngestClient(receivers);
    }

    private static IngestServiceBlockingStub stub(URI receiver) {
        return GrpcClients.builder("gproto+" + receiver)
                .responseTimeout(DEADLINE)
                .writeTimeout(DEADLINE)
                .maxResponseLength(1 << 20)
                .build(IngestServiceBlockingStub.class);
    }

    @Override
    public Answer deliver(List<Event> events) {
        List<String> rejected = new ArrayList<>();
        for (int from = 0; from < events.size(); from += MAX_EVENTS) {
            List<Event> part = events.subList(from, Math.min(from + MAX_EVENTS, events.size()));
            switch (deliverPart(part)) {
                case Answer.Taken taken -> rejected.addAll(taken.rejectedIds());
                case Answer.Failed failed -> {
                    return failed;
                }
            }
        }
        return new Answer.Taken(rejected);
    }

    private Answer deliverPart(List<Event> events) {
        PublishRequest request = PublishRequest.newBuilder()
                .setBatch(EventBatch.newBuilder().addAllEvents(events))
                .build();
        String why = "";
        for (int i = 0; i < stubs.size(); i++) {
            int choice = (preferred + i) % stubs.size();
            try {
                PublishResponse response = stubs.get(choice).publish(request);
                preferred = choice;
                return taken(events, response);
            } catch (StatusRuntimeException e) {
                why = receivers.get(choice) + ": " + e.getStatus();
            }
        }
        return new Answer.Failed(why);
    }

    private static Answer taken(List<Event> events, PublishResponse response) {
        if (response.getResultsCount() != events.size()) {
            return new Answer.Failed("answered " + response.getResultsCount() + " of " + events.size() + " events");
        }
        List<String> rejected = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            PublishResult result = response.getResults(i);
            switch (result.getOutcome()) {
                case PUBLISH_OUTCOME_ACCEPTED, PUBLISH_OUTCOME_DUPLICATE -> {}
                case PUBLISH_OUTCOME_INVALID, PUBLISH_OUTCOME_WRONG_PARTITION ->
                    rejected.add(events.get(i).getId());
                // Not the event's fault: all of them are tried again, and those that were taken count once.
                case PUBLISH_OUTCOME_BUSY, PUBLISH_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> {
                    return new Answer.Failed("answered " + result.getOutcome() + " " + result.getReason());
                }
            }
        }
        return new Answer.Taken(rejected);
    }
}
