package dev.sentinel.transport.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sentinel.transport.outbox.OutboundMessage;
import dev.sentinel.v1.DeliverIncidentsRequest;
import dev.sentinel.v1.DeliverIncidentsResponse;
import dev.sentinel.v1.DeliveryResult;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.ResponseServiceGrpc.ResponseServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IncidentClientTest {

    private final List<Server> servers = new ArrayList<>();
    private final List<Integer> requests = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(server -> {
            var unused = server.closeAsync();
        });
    }

    private URI responder(boolean answers) {
        var service = new ResponseServiceImplBase() {
            @Override
            public void deliverIncidents(
                    DeliverIncidentsRequest request, StreamObserver<DeliverIncidentsResponse> answer) {
                if (!answers) {
                    answer.onError(Status.UNAVAILABLE
                            .withDescription("the store is full")
                            .asRuntimeException());
                    return;
                }
                requests.add(request.getIncidentsCount());
                var response = DeliverIncidentsResponse.newBuilder();
                request.getIncidentsList()
                        .forEach(each -> response.addResults(DeliveryResult.newBuilder()
                                .setIncidentId(each.getId())
                                .setAccepted(!each.getId().equals("inc-1"))));
                answer.onNext(response.build());
                answer.onCompleted();
            }
        };
        Server server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .service(GrpcService.builder().addService(service).build())
                .build();
        server.start().join();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.activeLocalPort());
    }

    private static List<OutboundMessage> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new OutboundMessage(
                        "sentinel.incidents",
                        "inc.lab",
                        "inc-" + i + ":1",
                        "sentinel.v1.Incident",
                        Map.of(),
                        Incident.newBuilder().setId("inc-" + i).build().toByteString()))
                .toList();
    }

    @Test
    void many_incidents_go_in_requests_that_the_contract_takes_and_a_refused_one_stops_nobody() {
        var client = IncidentClient.of(List.of(responder(true)));
        assertThat(client.deliver(messages(250))).isEmpty();
        assertThat(requests).containsExactly(100, 100, 50);
    }

    @Test
    void the_next_responder_is_asked_when_one_cannot_and_why_is_said_when_none_can() {
        assertThat(IncidentClient.of(List.of(responder(false), responder(true))).deliver(messages(1)))
                .isEmpty();
        assertThat(IncidentClient.of(List.of(responder(false)))
                        .deliver(messages(1))
                        .orElseThrow())
                .contains("the store is full");
    }
}
