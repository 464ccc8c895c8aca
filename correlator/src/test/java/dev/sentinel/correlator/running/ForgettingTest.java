package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.harness.Shared;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.MaintenanceWindow;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Silence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgres"})
final class ForgettingTest {

    private static final Duration KEPT = Duration.ofDays(90);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Store store;

    ForgettingTest(String database, @TempDir Path folder) {
        store = Store.open(config(database, folder), new HandClock());
    }

    private static StoreConfig config(String database, Path folder) {
        if (database.equals("sqlite")) {
            return new StoreConfig.Sqlite(folder.resolve("sentinel.db"));
        }
        var fresh = Shared.postgres().freshDatabase();
        return new StoreConfig.Postgres(fresh.jdbcUrl(), fresh.user(), fresh.password());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void resolved_incidents_go_when_nothing_has_changed_them_for_long_and_others_never() {
        incident("old", IncidentState.INCIDENT_STATE_RESOLVED, Duration.ofDays(91));
        incident("young", IncidentState.INCIDENT_STATE_RESOLVED, Duration.ofDays(89));
        incident("open", IncidentState.INCIDENT_STATE_OPEN, Duration.ofDays(400));
        incident("suspected", IncidentState.INCIDENT_STATE_SUSPECTED, Duration.ofDays(400));
        forget();
        assertThat(ids("incident")).containsExactly("open", "suspected", "young");
        assertThat(forgotten("incident")).isEqualTo(1);
    }

    @Test
    void silences_and_windows_go_a_month_after_their_end() {
        silence("old", Duration.ofDays(31));
        silence("young", Duration.ofDays(29));
        silence("in-force", Duration.ofDays(-1));
        window("old", Duration.ofDays(31));
        window("young", Duration.ofDays(29));
        forget();
        assertThat(ids("silence")).containsExactly("in-force", "young");
        assertThat(ids("maintenance")).containsExactly("young");
        assertThat(forgotten("silence")).isEqualTo(1);
        assertThat(forgotten("maintenance")).isEqualTo(1);
    }

    @Test
    void one_round_does_a_bounded_amount_of_work_and_the_next_goes_on() {
        int most = Forgetting.AT_ONCE * Forgetting.BATCHES;
        store.writeNow(sql -> {
            List<List<Object>> rows = IntStream.range(0, most + 10)
                    .mapToObj(i -> List.<Object>of("s" + i, 1L, 2L, new byte[0]))
                    .toList();
            sql.batch("insert into silence (id, starts_ms, ends_ms, body) values (?, ?, ?, ?)", rows);
            return rows.size();
        });
        forget();
        assertThat(ids("silence")).hasSize(10);
        forget();
        assertThat(ids("silence")).isEmpty();
        assertThat(forgotten("silence")).isEqualTo(most + 10);
    }

    @Test
    void what_could_still_reopen_is_never_forgotten() {
        assertThatThrownBy(() -> new Forgetting(Duration.ofDays(30), registry))
                .hasMessageContaining("could still reopen");
    }

    private void forget() {
        new Forgetting(KEPT, registry).upkeep(store);
    }

    private double forgotten(String what) {
        return registry.get("sentinel.correlator.forgotten")
                .tag("what", what)
                .counter()
                .count();
    }

    private List<String> ids(String table) {
        return store.read(sql -> sql.query("select id from " + table + " order by id", row -> row.text("id")));
    }

    private void incident(String id, IncidentState state, Duration ago) {
        Incident incident = Incident.newBuilder()
                .setId(id)
                .setCluster("lab")
                .setState(state)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setBeganAt(ago(ago.plusHours(1)))
                .setUpdatedAt(ago(ago))
                .build();
        store.writeNow(sql -> {
            Incidents.put(sql, 0, 1, incident);
            return 1;
        });
    }

    private void silence(String id, Duration endedAgo) {
        Silence silence = Silence.newBuilder()
                .setId(id)
                .setStartsAt(ago(endedAgo.plusDays(2)))
                .setEndsAt(ago(endedAgo))
                .build();
        store.writeNow(sql -> Quiets.add(sql, silence));
    }

    private void window(String id, Duration endedAgo) {
        MaintenanceWindow window = MaintenanceWindow.newBuilder()
                .setId(id)
                .setStartsAt(ago(endedAgo.plusDays(2)))
                .setEndsAt(ago(endedAgo))
                .build();
        store.writeNow(sql -> Quiets.add(sql, window));
    }

    /** By the clock that judges: PostgreSQL has its own. */
    private Timestamp ago(Duration age) {
        return Timestamps.fromMillis(
                store.<Instant>read(sql -> sql.now()).minus(age).toEpochMilli());
    }
}
