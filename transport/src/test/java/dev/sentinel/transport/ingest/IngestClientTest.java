package dev.sentinel.transport.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.sentinel.transport.courier.Fallback.Answer;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.IngestServiceGrpc.IngestServiceImplBase;
import dev.sentinel.v1.PublishOutcome;
import dev.sentinel.v1.PublishRequest;
import dev.sentinel.v1.PublishResponse;
import dev.sentinel.v1.PublishResult;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IngestClientTest {

    private final List<Server> servers = new ArrayList<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        // The last thread of each rests for two seconds before it ends; nobody waits for that.
        servers.forEach(server -> {
            var unused = server.closeAsync();
        });
    }

    @Test
    void what_is_accepted_or_known_is_taken_and_what_is_refused_is_named() {
        IngestClient client = IngestClient.of(List.of(receiver(id -> switch (id) {
            case "e0" -> PublishOutcome.PUBLISH_OUTCOME_DUPLICATE;
            case "e1" -> PublishOutcome.PUBLISH_OUTCOME_INVALID;
            case "e2" -> PublishOutcome.PUBLISH_OUTCOME_WRONG_PARTITION;
            default -> PublishOutcome.PUBLISH_OUTCOME_ACCEPTED;
        })));
        assertThat(client.deliver(events(5))).isEqualTo(new Answer.Taken(List.of("e1", "e2")));
    }

    @Test
    void a_busy_receiver_has_not_refused_anything() {
        IngestClient client = IngestClient.of(List.of(receiver(id ->
                id.equals("e1") ? PublishOutcome.PUBLISH_OUTCOME_BUSY : PublishOutcome.PUBLISH_OUTCOME_ACCEPTED)));
        assertThat(client.deliver(events(3)))
                .isInstanceOfSatisfying(
                        Answer.Failed.class, failed -> assertThat(failed.why()).contains("PUBLISH_OUTCOME_BUSY"));
    }

    @Test
    void a_receiver_that_answers_for_fewer_events_than_it_got_is_not_believed() {
        IngestClient client = IngestClient.of(List.of(serve(new IngestServiceImplBase() {
            @Override
            public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
                answer.onNext(PublishResponse.getDefaultInstance());
                answer.onCompleted();
            }
        })));
        assertThat(client.deliver(events(2))).isEqualTo(new Answer.Failed("answered 0 of 2 events"));
    }

    @Test
    void many_events_go_in_requests_of_at_most_a_thousand() {
        IngestClient client = IngestClient.of(List.of(receiver(id -> PublishOutcome.PUBLISH_OUTCOME_ACCEPTED)));
        assertThat(client.deliver(events(2_500))).isEqualTo(new Answer.Taken(List.of()));
        assertThat(sizes).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void the_receiver_that_answered_is_asked_first_the_next_time_and_the_last_failure_is_told() {
        List<String> asked = new CopyOnWriteArrayList<>();
        URI broken = serve(new IngestServiceImplBase() {
            @Override
            public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
                asked.add("broken");
                answer.onError(Status.UNAVAILABLE.withDescription("disk full").asRuntimeException());
            }
        });
        URI good = receiver(id -> PublishOutcome.PUBLISH_OUTCOME_ACCEPTED);
        IngestClient client = IngestClient.of(List.of(broken, good));
        client.deliver(events(1));
        client.deliver(events(1));
        assertThat(asked).containsExactly("broken");
        assertThat(IngestClient.of(List.of(broken)).deliver(events(1)))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains(broken.toString())
                                .contains("disk full"));
    }

    @Test
    void a_fallback_without_a_receiver_is_a_mistake() {
        assertThatThrownBy(() -> IngestClient.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private URI receiver(Function<String, PublishOutcome> verdict) {
        return serve(new IngestServiceImplBase() {
            @Override
            public void publish(PublishRequest request, StreamObserver<PublishResponse> answer) {
                sizes.add(request.getBatch().getEventsCount());
                PublishResponse.Builder response = PublishResponse.newBuilder();
                request.getBatch()
                        .getEventsList()
                        .forEach(event -> response.addResults(PublishResult.newBuilder()
                                .setEventId(event.getId())
                                .setOutcome(verdict.apply(event.getId()))));
                answer.onNext(response.build());
                answer.onCompleted();
            }
        });
    }

    private URI serve(IngestServiceImplBase service) {
        Server server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .gracefulShutdownTimeoutMillis(0, 0)
                .service(GrpcService.builder().addService(service).build())
                .build();
        servers.add(server);
        server.start().join();
        return URI.create("http://127.0.0.1:" + server.activeLocalPort());
    }

    private static List<Event> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Event.newBuilder().setId("e" + i).build())
                .toList();
    }
}
