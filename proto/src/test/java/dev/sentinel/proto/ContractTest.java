package dev.sentinel.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Any;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EventBatch;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContractTest {
    private static final Contract CONTRACT = new Contract();

    @Test
    void finds_nothing_wrong_with_a_good_event() {
        assertThat(CONTRACT.problems(heartbeat().build())).isEmpty();
    }

    @Test
    void names_every_problem_with_its_place_and_rule() {
        Event bad = heartbeat()
                .setId("not-a-uuid")
                .setCluster("no dots.allowed")
                .setSeverity(Severity.SEVERITY_UNSPECIFIED)
                .setSubject(Ref.newBuilder().setKind("kubernetes.node"))
                .build();

        assertThat(CONTRACT.problems(bad))
                .extracting(Problem::field, Problem::rule)
                .containsExactlyInAnyOrder(
                        tuple("id", "string.uuid"),
                        tuple("cluster", "string.pattern"),
                        tuple("severity", "enum.not_in"),
                        tuple("subject.name", "string.min_len"));
    }

    @Test
    void points_into_batches_and_maps() {
        Event custom = heartbeat()
                .setCustom(Custom.newBuilder().setName("ups.on_battery").putFields("note", "x".repeat(2049)))
                .build();
        EventBatch batch =
                EventBatch.newBuilder().addEvents(heartbeat()).addEvents(custom).build();

        assertThat(CONTRACT.problems(batch))
                .singleElement()
                .asString()
                .startsWith("events[1].custom.fields[\"note\"]: ");
    }

    @Test
    void wants_a_detail_and_its_own_rules_kept() {
        assertThat(CONTRACT.problems(heartbeat().clearHeartbeat().build()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.field()).isEqualTo("detail"));
        assertThat(CONTRACT.problems(heartbeat()
                        .setLonghornReplicaFailed(LonghornReplicaFailed.getDefaultInstance())
                        .build()))
                .extracting(Problem::field)
                .containsExactly("longhorn_replica_failed.volume");
    }

    @Test
    void refuses_enum_values_nobody_defined() {
        assertThat(CONTRACT.problems(heartbeat().setSeverityValue(99).build()))
                .extracting(Problem::rule)
                .containsExactly("enum.defined_only");
    }

    @Test
    void holds_a_full_batch_and_refuses_one_event_more() {
        EventBatch full = EventBatch.newBuilder()
                .addAllEvents(Collections.nCopies(1000, heartbeat().build()))
                .build();
        assertThat(CONTRACT.problems(full)).isEmpty();
        assertThat(CONTRACT.problems(full.toBuilder().addEvents(heartbeat()).build()))
                .extracting(Problem::field, Problem::rule)
                .containsExactly(tuple("events", "repeated.max_items"));
    }

    @Test
    void refuses_an_edge_that_ends_before_it_began() {
        Edge edge = Edge.newBuilder()
                .setKind(EdgeKind.EDGE_KIND_ON)
                .setFrom(ref("longhorn.replica", "r-1"))
                .setTo(ref("longhorn.disk", "d-1"))
                .setValidFrom(Timestamps.fromSeconds(100))
                .setValidUntil(Timestamps.fromSeconds(99))
                .build();

        assertThat(CONTRACT.problems(edge)).extracting(Problem::rule).containsExactly("edge.ends_after_it_began");
        assertThat(CONTRACT.problems(edge.toBuilder().clearValidUntil().build()))
                .as("an edge that holds still")
                .isEmpty();
    }

    @Test
    void reports_a_missing_time_once_and_not_again_through_the_rule_that_compares_it() {
        assertThat(CONTRACT.problems(Approval.getDefaultInstance()))
                .extracting(Problem::rule)
                .contains("required")
                .doesNotContain("approval.expires_after_the_decision", "rule_failed");
    }

    @Test
    void says_so_when_asked_about_a_foreign_message() {
        assertThatThrownBy(() -> CONTRACT.problems(Any.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("google.protobuf.Any is not a message of sentinel.v1");
    }

    @Test
    void answers_many_threads_alike() throws ExecutionException, InterruptedException {
        Event good = heartbeat().build();
        Event bad = heartbeat().setId("?").build();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = IntStream.range(0, 400)
                    .mapToObj(i -> threads.submit(
                            () -> CONTRACT.problems(i % 2 == 0 ? good : bad).size()))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(i % 2);
            }
        }
    }

    static Event.Builder heartbeat() {
        return Event.newBuilder()
                .setId("01912d68-783e-7000-8000-000000000001")
                .setCluster("lab")
                .setSource(Source.newBuilder().setCollector("longhorn").setInstance("k3s-agent-4"))
                .setOccurredAt(Timestamps.fromSeconds(1_700_000_000))
                .setObservedAt(Timestamps.fromSeconds(1_700_000_001))
                .setSeverity(Severity.SEVERITY_INFO)
                .setSubject(ref("sentinel.collector", "longhorn"))
                .setHeartbeat(Heartbeat.newBuilder().setIntervalSeconds(15));
    }

    private static Ref ref(String kind, String name) {
        return Ref.newBuilder().setKind(kind).setName(name).build();
    }
}
