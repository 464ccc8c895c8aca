package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Each node's kubelet: renews its lease every 10 s, reports the state of its node (domain 6.1). */
final class Kubelets implements Controller {

    /** Leases have six digits. */
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration REPORT = Duration.ofMinutes(5);
    private static final List<String> PRESSURES = List.of("MemoryPressure", "DiskPressure", "PIDPressure");

    private final Machines machines;

    Kubelets(Machines machines) {
        this.machines = machines;
    }

    @Override
    public Stream<Key> concerns(World world, Change change) {
        return change.of(Kinds.NODE) ? Stream.of(change.key()) : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        if (world.store().find(key).isEmpty() || machines.find(key.name()).isEmpty()) {
            return;
        }
        Machines.Machine machine = machines.find(key.name()).orElseThrow();
        if (machine.running() && !machine.readyFrom().isAfter(world.now())) {
            renew(world, key);
            report(world, key, machine);
        }
        world.again(this, key, BEAT);
    }

    private static void renew(World world, Key node) {
        Key lease = new Key(Kinds.LEASE, "kube-node-lease", node.name());
        if (world.store().find(lease).isEmpty()) {
            var unused = world.store()
                    .create(
                            Kinds.LEASE,
                            Tree.of(
                                    "metadata",
                                    Tree.of("name", node.name(), "namespace", "kube-node-lease"),
                                    "spec",
                                    Tree.of("holderIdentity", node.name(), "leaseDurationSeconds", 40)));
        }
        world.store().change(lease, each -> {
            String last = Tree.text(each, "spec", "renewTime");
            String now = MICROS.format(world.now());
            if (last.isEmpty() || !NodeLifecycle.renewed(each).plus(BEAT).isAfter(world.now())) {
                Tree.set(each, now, "spec", "renewTime");
            }
        });
    }

    private static void report(World world, Key key, Machines.Machine machine) {
        world.store().change(key, node -> {
            boolean changed = machine.healthy()
                    ? Conditions.set(
                            node, world.now(), "Ready", "True", "KubeletReady", "kubelet is posting ready status")
                    : Conditions.set(
                            node,
                            world.now(),
                            "Ready",
                            "False",
                            "KubeletNotReady",
                            "PLEG is not healthy: pleg was last seen active 3m0s ago; threshold is 3m0s");
            PRESSURES.forEach(type -> Conditions.set(
                    node,
                    world.now(),
                    type,
                    "False",
                    "KubeletHas" + sufficient(type),
                    "kubelet has " + sufficient(type)));
            heartbeat(node, changed, world);
            taint(node, "node.kubernetes.io/not-ready", !machine.healthy());
            taint(node, "node.kubernetes.io/unreachable", false);
            Tree.set(node, machine.bootId(), "status", "nodeInfo", "bootID");
            if (changed) {
                String reason = machine.healthy() ? "NodeReady" : "NodeNotReady";
                world.after(
                        Duration.ZERO,
                        () -> world.events()
                                .normal(
                                        key,
                                        "kubelet",
                                        reason,
                                        "Node %s status is now: %s".formatted(key.name(), reason)));
            }
        });
    }

    /** The time of the last heartbeat moves about every 5 minutes, and when something changed. */
    private static void heartbeat(ObjectNode node, boolean changed, World world) {
        for (var each : node.path("status").path("conditions")) {
            if (each instanceof ObjectNode condition) {
                boolean old = Tree.time(condition, Instant.EPOCH, "lastHeartbeatTime")
                        .plus(REPORT)
                        .isBefore(world.now());
                if (old || changed) {
                    condition.put("lastHeartbeatTime", Tree.time(world.now()));
                }
            }
        }
    }

    static void taint(ObjectNode node, String taint, boolean wanted) {
        ArrayNode others = Tree.list();
        Tree.items(node, "spec", "taints")
                .filter(each -> !Tree.text(each, "key").equals(taint))
                .forEach(others::add);
        if (wanted) {
            others.add(Tree.of("key", taint, "effect", "NoSchedule"));
            others.add(Tree.of("key", taint, "effect", "NoExecute"));
        }
        if (others.isEmpty()) {
            Tree.branch(node, "spec").remove("taints");
        } else {
            Tree.set(node, others, "spec", "taints");
        }
    }

    private static String sufficient(String pressure) {
        return switch (pressure) {
            case "MemoryPressure" -> "SufficientMemory";
            case "DiskPressure" -> "NoDiskPressure";
            default -> "SufficientPID";
        };
    }
}
