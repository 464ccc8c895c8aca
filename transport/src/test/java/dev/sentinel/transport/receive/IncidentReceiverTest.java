package dev.sentinel.transport.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.bus.Outcome;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IncidentReceiverTest {

    private static final Contract CONTRACT = new Contract();
    private static final String TYPE = "sentinel.v1.Incident";

    @TempDir
    Path folder = Path.of("");

    private final List<String> taken = new ArrayList<>();
    private Store store;
    private IncidentReceiver receiver;

    @BeforeEach
    void open() {
        store = Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.systemUTC());
        var parts = new IncidentReceiver.Parts(
                store,
                (sql, incidents) -> incidents.forEach(each -> taken.add(each.getId() + ":" + each.getRevision())),
                () -> CONTRACT,
                Memory.of(Duration.ofDays(1)));
        receiver = new IncidentReceiver(EventReceiver.Settings.of("responder"), parts, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Incident incident(String id, long revision) {
        return Incident.newBuilder()
                .setId(id)
                .setCluster("lab")
                .setRevision(revision)
                .setPattern("a-pattern")
                .setTitle("t")
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPivot(Ref.newBuilder().setKind("kubernetes.node").setName("n"))
                .setBeganAt(Timestamps.fromMillis(1))
                .setUpdatedAt(Timestamps.fromMillis(1))
                .setConfidence(Confidence.newBuilder().setScore(1))
                .build();
    }

    private static Delivery delivery(String id, String type, ByteString body, boolean redelivered) {
        return new Delivery("q", "e", "k", id, type, Map.of(), redelivered, body);
    }

    private static Delivery delivery(Incident incident) {
        return delivery(incident.getId() + ":" + incident.getRevision(), TYPE, incident.toByteString(), false);
    }

    @Test
    void each_revision_counts_once_whichever_way_it_comes() {
        assertThat(receiver.handle(List.of(delivery(incident("a", 1)), delivery(incident("a", 2)))))
                .containsExactly(Outcome.ACCEPT, Outcome.ACCEPT);
        assertThat(receiver.handle(List.of(delivery(incident("a", 1))))).containsExactly(Outcome.ACCEPT);
        assertThat(receiver.accept(List.of(incident("a", 2), incident("b", 1)))).isEmpty();
        assertThat(taken).containsExactly("a:1", "a:2", "b:1");
    }

    @Test
    void what_is_no_incident_is_parked_and_does_not_hold_up_the_others() {
        var bad = incident("c", 1).toBuilder().clearTitle().build();
        List<Outcome> outcomes = receiver.handle(List.of(
                delivery("1", TYPE, ByteString.copyFromUtf8("nonsense"), false),
                delivery("2", "sentinel.v1.Event", ByteString.EMPTY, false),
                delivery(bad),
                delivery(incident("a", 1))));
        assertThat(outcomes.subList(0, 3)).allMatch(each -> each instanceof Outcome.Park);
        assertThat(outcomes.get(3)).isEqualTo(Outcome.ACCEPT);
        assertThat(receiver.accept(List.of(bad, incident("b", 1)))).containsOnlyKeys(0);
        assertThat(taken).containsExactly("a:1", "b:1");
    }

    @Test
    void a_message_that_stops_its_consumer_again_and_again_is_parked() {
        var message = delivery("x", TYPE, incident("a", 1).toByteString(), true);
        var attempts = Memory.of(Duration.ofDays(1)).attempts();
        List<Boolean> tooMany = new ArrayList<>();
        for (int start = 0; start < 6; start++) {
            // Each is a new process; the one before ended while it worked on the message.
            tooMany.add(new Starts(store, attempts, 5, Clock.systemUTC()).tooMany(message));
        }
        assertThat(tooMany).containsExactly(false, false, false, false, false, true);
    }
}
