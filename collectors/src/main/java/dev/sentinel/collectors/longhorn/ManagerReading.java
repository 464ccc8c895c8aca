package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.ContainerTermination;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.LonghornInstanceManagerLostInstances;
import dev.sentinel.v1.LonghornInstanceManagerRestarted;
import dev.sentinel.v1.LonghornInstanceManagerState;
import dev.sentinel.v1.LonghornInstanceManagerStateChanged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Instance managers and their pods, and what went down with them (domain page 1.6). */
final class ManagerReading {
    private static final int MOST_LISTED = 512;
    /** Ends that a person or a drain asks for: a clean one, SIGTERM, and SIGKILL after it. */
    private static final Set<Long> ASKED_FOR = Set.of(0L, 143L);

    private final World world;
    private final Telling telling;

    ManagerReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource manager) {
        String node = node(manager);
        if (node.isEmpty()) {
            return;
        }
        var key = new World.Key(Kinds.MANAGER, manager.name());
        Optional<Known.Manager> any = world.find(Known.Manager.class, key);
        Optional<Known.Manager> before = any.filter(old -> old.uid().equals(manager.uid()));
        Ref subject = manager.ref(Kinds.MANAGER);
        var state = Words.manager(manager.status("currentState").word());
        Set<String> engines = names(manager, "instanceEngines", "-e-");
        Set<String> replicas = names(manager, "instanceReplicas", "-r-");
        boolean filled = !engines.isEmpty() || !replicas.isEmpty();
        stateChanged(manager, subject, before, state, node);
        boolean lost = !filled && state != LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_RUNNING;
        before.filter(old -> lost && !old.lossTold()).ifPresent(old -> lost(subject, old, node));
        Edge runsOn = Telling.edge(
                EdgeKind.EDGE_KIND_RUNS_ON,
                world.ref(Kinds.MANAGER, manager.name()),
                Refs.node(node),
                manager.createdAt(telling.now()));
        List<Edge> edges = telling.links(
                Kinds.MANAGER, subject, any.map(Known.Manager::edges).orElse(List.of()), List.of(runsOn));
        // Running and empty means emptied in good order; anything else keeps what it held.
        boolean keep = lost && before.isPresent();
        world.put(
                key,
                new Known.Manager(
                        manager.uid(),
                        node,
                        state,
                        keep ? before.get().engines() : engines,
                        keep ? before.get().replicas() : replicas,
                        keep ? before.get().filledAt() : telling.now(),
                        lost,
                        edges));
    }

    void gone(Resource last) {
        var key = new World.Key(Kinds.MANAGER, last.name());
        world.find(Known.Manager.class, key).ifPresent(old -> {
            Ref subject = last.ref(Kinds.MANAGER);
            if (!old.lossTold()) {
                lost(subject, old, old.node());
            }
            telling.links(Kinds.MANAGER, subject, old.edges(), List.of());
        });
        world.remove(key);
    }

    /** The pod has the name of its instance manager, and its restart is the only sign of a quick crash. */
    void pod(Resource pod) {
        String node = pod.spec("nodeName").name();
        var key = new World.Key(Kinds.MANAGER_POD, pod.name());
        Optional<Known.ManagerPod> before = world.find(Known.ManagerPod.class, key);
        Tree container = pod.status("containerStatuses").items().stream()
                .findFirst()
                .orElse(pod.status("containerStatuses", "none"));
        int restarts = container.at("restartCount").count();
        boolean replaced = before.filter(old -> !old.uid().equals(pod.uid())).isPresent();
        boolean restarted =
                !replaced && before.filter(old -> restarts > old.restarts()).isPresent();
        if ((replaced || restarted) && !node.isEmpty()) {
            restarted(pod, node, container, before.get(), replaced);
        }
        world.put(
                key, new Known.ManagerPod(pod.uid(), restarts, pod.deletionAt().isPresent()));
    }

    private void restarted(Resource pod, String node, Tree container, Known.ManagerPod old, boolean replaced) {
        Tree end = container.at("lastState", "terminated");
        boolean asked = replaced
                ? old.stopping()
                : end.present() && ASKED_FOR.contains(end.at("exitCode").whole().orElse(-1));
        var restarted = LonghornInstanceManagerRestarted.newBuilder()
                .setNode(node)
                .setPodUid(pod.uid())
                .setPreviousPodUid(old.uid())
                .setRestartCount(container.at("restartCount").count())
                .setStoppedBySignal(asked);
        if (end.present() && !replaced) {
            restarted.setLastTermination(termination(end));
        }
        Instant at = replaced
                ? pod.createdAt(telling.now())
                : end.at("finishedAt").time().orElse(telling.now());
        telling.tell(
                world.ref(Kinds.MANAGER, pod.name()),
                List.of(Refs.node(node), pod.ref("kubernetes.pod")),
                at,
                asked ? Severity.SEVERITY_WARNING : Severity.SEVERITY_ERROR,
                restarted.build());
    }

    private static ContainerTermination termination(Tree end) {
        var termination = ContainerTermination.newBuilder()
                .setReason(end.at("reason").word())
                .setMessage(end.at("message").message())
                .setExitCode(end.at("exitCode").count());
        end.at("startedAt").time().ifPresent(at -> termination.setStartedAt(Times.stamp(at)));
        end.at("finishedAt").time().ifPresent(at -> termination.setFinishedAt(Times.stamp(at)));
        return termination.build();
    }

    private void stateChanged(
            Resource manager,
            Ref subject,
            Optional<Known.Manager> before,
            LonghornInstanceManagerState state,
            String node) {
        var old = before.map(Known.Manager::state)
                .orElse(LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_UNSPECIFIED);
        boolean runs = state == LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_RUNNING;
        if (state == old
                || state == LonghornInstanceManagerState.LONGHORN_INSTANCE_MANAGER_STATE_UNSPECIFIED
                || (before.isEmpty() && runs)) {
            return;
        }
        // Conditions exist from 1.11 on; before, the state is all there is.
        Tree condition = manager.condition("PodReady");
        var changed = LonghornInstanceManagerStateChanged.newBuilder()
                .setNode(node)
                .setState(state)
                .setPreviousState(old)
                .setDataEngine(Words.dataEngine(manager.spec("dataEngine").word()))
                .setEngineCount(before.map(each -> each.engines().size()).orElse(0))
                .setReplicaCount(before.map(each -> each.replicas().size()).orElse(0))
                .setReason(condition.at("reason").word())
                .setMessage(condition.at("message").message());
        telling.tell(subject, List.of(Refs.node(node)), telling.now(), severity(state), changed.build());
    }

    private static Severity severity(LonghornInstanceManagerState state) {
        return switch (state) {
            case LONGHORN_INSTANCE_MANAGER_STATE_ERROR -> Severity.SEVERITY_ERROR;
            case LONGHORN_INSTANCE_MANAGER_STATE_UNKNOWN -> Severity.SEVERITY_WARNING;
            case LONGHORN_INSTANCE_MANAGER_STATE_RUNNING,
                    LONGHORN_INSTANCE_MANAGER_STATE_STARTING,
                    LONGHORN_INSTANCE_MANAGER_STATE_STOPPED,
                    LONGHORN_INSTANCE_MANAGER_STATE_UNSPECIFIED,
                    UNRECOGNIZED -> Severity.SEVERITY_INFO;
        };
    }

    private void lost(Ref subject, Known.Manager old, String node) {
        if (old.engines().isEmpty() && old.replicas().isEmpty()) {
            return;
        }
        List<String> engines =
                new TreeSet<>(old.engines()).stream().limit(MOST_LISTED).toList();
        List<String> replicas =
                new TreeSet<>(old.replicas()).stream().limit(MOST_LISTED).toList();
        int all = old.engines().size() + old.replicas().size();
        var lost = LonghornInstanceManagerLostInstances.newBuilder()
                .setNode(node)
                .addAllEngines(engines)
                .addAllReplicas(replicas)
                .setRememberedAt(Times.stamp(old.filledAt()))
                .setOmittedCount(all - engines.size() - replicas.size());
        telling.tell(subject, List.of(Refs.node(node)), telling.now(), Severity.SEVERITY_ERROR, lost.build());
    }

    /** One map held both until 1.5, and stayed beside the two until 1.10. */
    private static Set<String> names(Resource manager, String map, String mark) {
        Set<String> names = new TreeSet<>(manager.status(map).fields().keySet());
        if (!manager.status(map).present()) {
            manager.status("instances").fields().keySet().stream()
                    .filter(name -> name.contains(mark))
                    .forEach(names::add);
        }
        return names;
    }

    private static String node(Resource manager) {
        String node = manager.spec("nodeID").name();
        return node.isEmpty() ? manager.label("longhorn.io/node") : node;
    }
}
