package dev.sentinel.transport.ingest;

import dev.sentinel.transport.bus.NotNow;
import dev.sentinel.transport.receive.EventReceiver;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.IngestServiceGrpc.IngestServiceImplBase;
import dev.sentinel.v1.PublishOutcome;
import dev.sentinel.v1.PublishRequest;
import dev.sentinel.v1.PublishResponse;
import dev.sentinel.v1.PublishResult;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes events that could not go by the broker; answers after they are committed. */
public final class IngestEndpoint extends IngestServiceImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(IngestEndpoint.class);
    private static final int MAX_EVENTS = 1_000;
    private static final int MAX_REASON = 2_000;

    private final EventReceiver receiver;

    public IngestEndpoint(EventReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
        List<Event> events = request.getBatch().getEventsList();
        if (events.isEmpty() || events.size() > MAX_EVENTS) {
            answer.onError(Status.INVALID_ARGUMENT
                    .withDescription("a request carries 1 to " + MAX_EVENTS + " events, not " + events.size())
                    .asRuntimeException());
            return;
        }
        try {
            Map<String, String> rejected = receiver.accept(events);
            PublishResponse.Builder response = PublishResponse.newBuilder();
            events.forEach(event -> response.addResults(result(event, rejected)));
            answer.onNext(response.build());
            answer.onCompleted();
        } catch (NotNow e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("events around the broker cannot be taken now");
            answer.onError(Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException());
        }
    }

    private static PublishResult result(Event event, Map<String, String> rejected) {
        PublishResult.Builder result = PublishResult.newBuilder().setEventId(clipped(event.getId(), 128));
        String why = rejected.get(event.getId());
        return why == null
                ? result.setOutcome(PublishOutcome.PUBLISH_OUTCOME_ACCEPTED).build()
                : result.setOutcome(PublishOutcome.PUBLISH_OUTCOME_INVALID)
                        .setReason(clipped(why, MAX_REASON))
                        .build();
    }

    private static String clipped(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }
}
