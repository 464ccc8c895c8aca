package dev.sentinel.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.PrometheusWalWriteFailed;
import org.junit.jupiter.api.Test;

class KindsTest {
    @Test
    void reads_the_kind_from_the_detail() {
        assertThat(Kinds.of(ContractTest.heartbeat().build())).isEqualTo("heartbeat");
        assertThat(Kinds.of(Event.newBuilder()
                        .setPrometheusWalWriteFailed(PrometheusWalWriteFailed.getDefaultInstance())
                        .build()))
                .isEqualTo("prometheus.wal.write_failed");
    }

    @Test
    void finds_the_message_of_a_kind() {
        assertThat(Kinds.detail("longhorn.replica.failed")).contains(LonghornReplicaFailed.getDescriptor());
        assertThat(Kinds.field("longhorn.replica.failed").orElseThrow().getNumber())
                .isEqualTo(Event.LONGHORN_REPLICA_FAILED_FIELD_NUMBER);
        assertThat(Kinds.detail("longhorn.replica.lost")).isEmpty();
    }

    @Test
    void knows_the_kinds_that_the_design_names() {
        assertThat(Kinds.all())
                .hasSizeGreaterThan(130)
                .contains(
                        "alert",
                        "custom",
                        "heartbeat",
                        "kubernetes.node.joined",
                        "longhorn.replica.failed",
                        "prometheus.head.stale",
                        "prometheus.wal.write_failed",
                        "topology");
    }

    @Test
    void refuses_an_event_without_a_detail() {
        assertThatThrownBy(
                        () -> Kinds.of(ContractTest.heartbeat().clearHeartbeat().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no detail that this program knows");
    }

    @Test
    void refuses_a_detail_of_the_future_and_so_does_the_contract() throws InvalidProtocolBufferException {
        UnknownFieldSet future = UnknownFieldSet.newBuilder()
                .addField(
                        9999,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.EMPTY)
                                .build())
                .build();
        Event written = ContractTest.heartbeat()
                .clearHeartbeat()
                .setUnknownFields(future)
                .build();
        Event read = Event.parseFrom(written.toByteString());

        assertThatThrownBy(() -> Kinds.of(read)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Contract().problems(read)).extracting(Problem::field).containsExactly("detail");
    }
}
