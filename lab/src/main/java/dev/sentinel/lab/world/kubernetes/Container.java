package dev.sentinel.lab.world.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One container as its kubelet sees it: probes, restarts, back-off of 10 s doubling to 300 s (domain 6.2). */
final class Container {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
    private static final Duration GOOD_RUN = Duration.ofMinutes(10);

    private final Key pod;
    private final String uid;
    private final JsonNode spec;
    private final Program program;
    private final Map<String, String> volumes;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> hungSince = Optional.empty();
    private Optional<ObjectNode> last = Optional.empty();
    private Instant restartAt = Instant.EPOCH;
    private Duration backoff = Duration.ZERO;
    private String boot = "";
    private boolean ready;
    private boolean started;
    private int restarts;

    Container(Key pod, String uid, JsonNode spec, Program program, Map<String, String> volumes) {
        this.pod = pod;
        this.uid = uid;
        this.spec = spec;
        this.program = program;
        this.volumes = volumes;
    }

    boolean ready() {
        return ready;
    }

    /** Whether nothing is to be expected unless somebody does something. */
    boolean settled() {
        return ready;
    }

    boolean ended() {
        return startedAt.isEmpty() && last.isPresent();
    }

    void step(World world, String bootId) {
        if (startedAt.isPresent() && !boot.equals(bootId)) {
            ends(world, 255, "Unknown");
            restartAt = world.now();
        }
        if (startedAt.isEmpty() && restartAt.isAfter(world.now())) {
            return;
        }
        if (startedAt.isEmpty()) {
            start(world, bootId);
        }
        Instant since = startedAt.orElse(world.now());
        switch (program.health(
                world, new Program.Run(pod.namespace(), pod.name(), uid, name(), since, restarts, volumes))) {
            case Health.Starting starting -> starting(world, since, starting.probe());
            case Health.Ready any -> {
                ready = true;
                started = true;
                hungSince = Optional.empty();
            }
            case Health.Unready unready -> {
                started = true;
                ready = false;
                unhealthy(world, "Readiness", unready.probe());
            }
            case Health.Hung hung -> hung(world, hung.probe());
            case Health.Exits exits -> ends(world, exits.code(), exits.reason());
        }
    }

    private void start(World world, String bootId) {
        startedAt = Optional.of(world.now());
        boot = bootId;
        started = false;
        hungSince = Optional.empty();
        world.events().normal(pod, "kubelet", "Started", "Started container " + name());
    }

    private void starting(World world, Instant since, String probe) {
        ready = false;
        Duration budget = budget("startupProbe", 10, 3);
        if (spec.has("startupProbe") && !since.plus(budget).isAfter(world.now())) {
            unhealthy(world, "Startup", probe);
            kill(world, "failed startup probe");
        }
    }

    private void hung(World world, String probe) {
        ready = false;
        unhealthy(world, "Liveness", probe);
        Instant since = hungSince.orElse(world.now());
        hungSince = Optional.of(since);
        if (spec.has("livenessProbe")
                && !since.plus(budget("livenessProbe", 10, 3)).isAfter(world.now())) {
            kill(world, "failed liveness probe");
        }
    }

    private void kill(World world, String why) {
        world.events().normal(pod, "kubelet", "Killing", "Container %s %s, will be restarted".formatted(name(), why));
        ends(world, 137, "Error");
    }

    void ends(World world, int code, String reason) {
        Instant since = startedAt.orElse(world.now());
        last = Optional.of(Tree.of(
                "exitCode",
                code,
                "reason",
                reason,
                "startedAt",
                since,
                "finishedAt",
                world.now(),
                "containerID",
                id()));
        boolean good = !since.plus(GOOD_RUN).isAfter(world.now());
        // The first restart is at once; only then does the waiting begin to double.
        boolean first = good || restarts == 0;
        backoff = first ? Duration.ZERO : next();
        restartAt = world.now().plus(backoff);
        startedAt = Optional.empty();
        ready = false;
        started = false;
        restarts++;
        if (!backoff.isZero()) {
            world.events()
                    .warning(
                            pod,
                            "kubelet",
                            "BackOff",
                            "Back-off restarting failed container %s in pod %s_%s(%s)"
                                    .formatted(name(), pod.name(), pod.namespace(), uid));
        }
    }

    private Duration next() {
        Duration doubled = backoff.isZero() ? FIRST_BACKOFF : backoff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
    }

    private void unhealthy(World world, String probe, String found) {
        world.events().warning(pod, "kubelet", "Unhealthy", "%s probe failed: %s".formatted(probe, found));
    }

    private Duration budget(String probe, int period, int threshold) {
        return Duration.ofSeconds(Tree.number(spec, 0, probe, "initialDelaySeconds")
                + Tree.number(spec, period, probe, "periodSeconds")
                        * Tree.number(spec, threshold, probe, "failureThreshold"));
    }

    ObjectNode status() {
        ObjectNode status = Tree.of(
                "name",
                name(),
                "image",
                Tree.text(spec, "image"),
                "imageID",
                "",
                "containerID",
                id(),
                "ready",
                ready,
                "started",
                started,
                "restartCount",
                restarts,
                "state",
                state());
        last.ifPresent(each -> Tree.set(status, each, "lastState", "terminated"));
        return status;
    }

    private ObjectNode state() {
        if (startedAt.isPresent()) {
            return Tree.of("running", Tree.of("startedAt", startedAt.get()));
        }
        if (!backoff.isZero()) {
            return Tree.of(
                    "waiting",
                    Tree.of(
                            "reason",
                            "CrashLoopBackOff",
                            "message",
                            "back-off %ds restarting failed container=%s pod=%s_%s(%s)"
                                    .formatted(backoff.toSeconds(), name(), pod.name(), pod.namespace(), uid)));
        }
        return Tree.of("terminated", last.orElseGet(Tree::of));
    }

    private String id() {
        return "containerd://%s-%s-%d".formatted(uid, name(), restarts);
    }

    private String name() {
        return Tree.text(spec, "name");
    }
}
