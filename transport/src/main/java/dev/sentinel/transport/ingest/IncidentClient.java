package dev.sentinel.transport.ingest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.sentinel.transport.outbox.Dispatch;
import dev.sentinel.transport.outbox.OutboundMessage;
import dev.sentinel.v1.DeliverIncidentsRequest;
import dev.sentinel.v1.DeliverIncidentsResponse;
import dev.sentinel.v1.DeliveryResult;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.ResponseServiceGrpc.ResponseServiceBlockingStub;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the first responder that answers of incidents, starting with the one that answered last. */
public final class IncidentClient implements Dispatch.Around {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentClient.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MOST = 100;
    // A request must fit a server that takes a megabyte; an incident has at most 256 KiB.
    private static final int MOST_BYTES = 900 << 10;

    private final List<URI> responders;
    private final List<ResponseServiceBlockingStub> stubs;
    private int preferred;

    private IncidentClient(List<URI> responders) {
        this.responders = List.copyOf(responders);
        this.stubs = responders.stream().map(IncidentClient::stub).toList();
    }

    /** {@code responders} are http or https addresses. */
    public static IncidentClient of(List<URI> responders) {
        if (responders.isEmpty()) {
            throw new IllegalArgumentException("a way around the broker needs at least one responder");
        }
        return new IncidentClient(responders);
    }

    private static ResponseServiceBlockingStub stub(URI responder) {
        return GrpcClients.builder("gproto+" + responder)
                .responseTimeout(DEADLINE)
                .writeTimeout(DEADLINE)
                .maxResponseLength(1 << 20)
                .build(ResponseServiceBlockingStub.class);
    }

    @Override
    public Optional<String> deliver(List<OutboundMessage> messages) {
        List<Incident> part = new ArrayList<>();
        int bytes = 0;
        for (OutboundMessage message : messages) {
            if (part.size() == MOST
                    || (!part.isEmpty() && bytes + message.body().size() > MOST_BYTES)) {
                Optional<String> why = tell(part);
                if (why.isPresent()) {
                    return why;
                }
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(incident(message));
            bytes += message.body().size();
        }
        return part.isEmpty() ? Optional.empty() : tell(part);
    }

    private Optional<String> tell(List<Incident> incidents) {
        DeliverIncidentsRequest request =
                DeliverIncidentsRequest.newBuilder().addAllIncidents(incidents).build();
        String why = "";
        for (int i = 0; i < stubs.size(); i++) {
            int choice = (preferred + i) % stubs.size();
            try {
                DeliverIncidentsResponse response = stubs.get(choice).deliverIncidents(request);
                preferred = choice;
                response.getResultsList().stream()
                        .filter(result -> !result.getAccepted())
                        .forEach(IncidentClient::complain);
                return Optional.empty();
            } catch (StatusRuntimeException e) {
                why = responders.get(choice) + ": " + e.getStatus();
            }
        }
        return Optional.of(why);
    }

    /** By the broker it would be parked, and will be. */
    private static void complain(DeliveryResult refused) {
        LOG.atWarn()
                .addKeyValue("incident", refused.getIncidentId())
                .addKeyValue("why", refused.getReason())
                .log("a responder refuses an incident as it is");
    }

    private static Incident incident(OutboundMessage message) {
        try {
            return Incident.parseFrom(message.body());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the outbox holds what is not an incident: " + message.messageId(), e);
        }
    }
}
