package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.kubernetes.NodeReading;
import dev.sentinel.collectors.kubernetes.NodeState;
import dev.sentinel.collectors.kubernetes.PodReading;
import dev.sentinel.collectors.kubernetes.PodState;
import dev.sentinel.collectors.kubernetes.StorageReading;
import dev.sentinel.collectors.kubernetes.StorageState;
import dev.sentinel.collectors.kubernetes.WorkloadReading;
import dev.sentinel.collectors.kubernetes.WorkloadState;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.v1.EdgeKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which reading reads which kind, and where it is remembered. */
final class Families {
    private static final JsonCodec<StorageState> STORAGE = JsonCodec.of(StorageState.class);

    private Families() {}

    /** The last one reads what no other does. */
    static List<Family<?>> all(Facts facts, String longhornNamespace, Memory memory) {
        StorageReading storage = new StorageReading(facts, longhornNamespace);
        return List.of(
                nodes(new NodeReading(facts), memory),
                pods(new PodReading(facts), memory),
                storage(
                        "persistentvolumes",
                        scope(StorageReading.VOLUME_SCOPE, EdgeKind.EDGE_KIND_IS),
                        ways(storage::volume, storage::volumeGone),
                        memory),
                storage(
                        "persistentvolumeclaims",
                        scope(StorageReading.CLAIM_SCOPE, EdgeKind.EDGE_KIND_BOUND_TO),
                        ways(storage::claim, storage::claimGone),
                        memory),
                storage(
                        "volumeattachments.storage.k8s.io",
                        scope(StorageReading.ATTACHMENT_SCOPE, EdgeKind.EDGE_KIND_ATTACHED_TO),
                        ways(
                                (before, object, now) -> storage.attachment(before, object, false, now),
                                (before, last, now) -> storage.attachment(Optional.of(before), last, true, now)),
                        memory),
                workloads(new WorkloadReading(facts), memory));
    }

    private static Family<NodeState> nodes(NodeReading nodes, Memory memory) {
        return new Family<>(
                Optional.of("nodes"),
                new Kept<>("node/", JsonCodec.of(NodeState.class), memory),
                new Family.Ways<>() {
                    @Override
                    public Reading<NodeState> now(Optional<NodeState> before, Resource object, Instant now) {
                        return nodes.read(before, object, now);
                    }

                    @Override
                    public Reading<NodeState> gone(NodeState before, Resource last, Instant now) {
                        return nodes.gone(before, last.name(), now);
                    }

                    @Override
                    public boolean isGone(NodeState state) {
                        return state.gone();
                    }

                    @Override
                    public String uid(NodeState state) {
                        return state.uid();
                    }
                },
                Optional.empty());
    }

    private static Family<PodState> pods(PodReading pods, Memory memory) {
        return new Family<>(
                Optional.of("pods"),
                new Kept<>("pod/", JsonCodec.of(PodState.class), memory),
                ways(pods::read, pods::gone, PodState::uid),
                Optional.of(new Family.Scope<>(
                        PodReading.SCOPE,
                        Set.of(EdgeKind.EDGE_KIND_USES, EdgeKind.EDGE_KIND_RUNS_ON, EdgeKind.EDGE_KIND_OWNS),
                        PodState::edges)));
    }

    private static Family<WorkloadState> workloads(WorkloadReading workloads, Memory memory) {
        return new Family<>(
                Optional.empty(),
                new Kept<>("workload/", JsonCodec.of(WorkloadState.class), memory),
                ways(workloads::read, workloads::gone, WorkloadState::uid),
                Optional.of(new Family.Scope<>(
                        WorkloadReading.SCOPE,
                        Set.of(EdgeKind.EDGE_KIND_OWNS, EdgeKind.EDGE_KIND_MANAGES),
                        WorkloadState::edges)));
    }

    private static Family<StorageState> storage(
            String kind, Family.Scope<StorageState> scope, Family.Ways<StorageState> ways, Memory memory) {
        return new Family<>(Optional.of(kind), new Kept<>(kind + "/", STORAGE, memory), ways, Optional.of(scope));
    }

    private static Family.Scope<StorageState> scope(String name, EdgeKind kind) {
        return new Family.Scope<>(name, Set.of(kind), StorageState::edges);
    }

    private static Family.Ways<StorageState> ways(Now<StorageState> now, Gone<StorageState> gone) {
        return ways(now, gone, StorageState::uid);
    }

    private static <S> Family.Ways<S> ways(Now<S> now, Gone<S> gone, Function<S, String> uid) {
        return new Family.Ways<>() {
            @Override
            public Reading<S> now(Optional<S> before, Resource object, Instant at) {
                return now.read(before, object, at);
            }

            @Override
            public Reading<S> gone(S before, Resource last, Instant at) {
                return gone.read(before, last, at);
            }

            @Override
            public String uid(S state) {
                return uid.apply(state);
            }
        };
    }

    private interface Now<S> {
        Reading<S> read(Optional<S> before, Resource object, Instant now);
    }

    private interface Gone<S> {
        Reading<S> read(S before, Resource last, Instant now);
    }
}
