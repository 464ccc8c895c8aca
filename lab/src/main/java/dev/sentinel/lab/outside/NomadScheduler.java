package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Devices;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeIo;
import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings a region to what its jobs ask for: one allocation for each of a group's count, on the eligible client with the
 * fewest. An allocation holds its group's volumes alone: the next waits until it let go. Who stages a volume that seems blank
 * makes a file system on it, which is how a drain can cost all the data (domain: telemetry, class 2).
 */
final class NomadScheduler {

    private static final Duration START = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final NomadState state;
    private final World world;

    NomadScheduler(NomadState state) {
        this.state = state;
        this.world = state.world();
    }

    /** Looks at a job because of something; says the evaluation's id. */
    String evaluate(String job, String because) {
        String id = world.dice().uid();
        boolean placed = state.job(job).map(this::reconcile).orElse(true);
        ObjectNode evaluation = Tree.of(
                "ID",
                id,
                "Namespace",
                NomadRegion.NAMESPACE,
                "JobID",
                job,
                "Type",
                "service",
                "TriggeredBy",
                because,
                "Status",
                placed ? "complete" : "blocked",
                "Priority",
                50,
                "CreateTime",
                state.nanos());
        state.keep(NomadTable.EVALUATIONS, evaluation, "EvaluationUpdated");
        return id;
    }

    void stop(ObjectNode allocation, String why) {
        if (!Tree.text(allocation, "DesiredStatus").equals("run")) {
            return;
        }
        allocation.put("DesiredStatus", "stop");
        allocation.put("DesiredDescription", why);
        state.keep(NomadTable.ALLOCATIONS, allocation, "AllocationUpdateDesiredStatus");
        world.after(STOP, () -> {
            if (live(allocation)) {
                ends(allocation, "complete", "All tasks have completed");
            }
        });
    }

    /** It moves to another client: its replacement starts when it has let go of its volumes. */
    void migrate(ObjectNode allocation, String why) {
        Tree.set(allocation, true, "DesiredTransition", "Migrate");
        stop(allocation, why);
    }

    /** Its client is gone. */
    void lose(ObjectNode allocation) {
        allocation.put("DesiredStatus", "stop");
        ends(allocation, "lost", "alloc is lost since its node is down");
    }

    static boolean live(JsonNode allocation) {
        return List.of("pending", "running").contains(Tree.text(allocation, "ClientStatus"));
    }

    private boolean reconcile(ObjectNode job) {
        String id = Tree.text(job, "ID");
        boolean all = true;
        for (JsonNode group : job.path("TaskGroups")) {
            long wanted = Tree.flag(job, "Stop") ? 0 : Tree.number(group, 1, "Count");
            for (ObjectNode each : state.allocations(id)) {
                if (of(each, group) && running(each) && number(each) >= wanted) {
                    stop(each, "alloc not needed due to job update");
                }
            }
            for (long number = 0; number < wanted; number++) {
                all &= placed(job, group, number);
            }
        }
        String status = Tree.flag(job, "Stop") ? "dead" : all ? "running" : "pending";
        if (!Tree.text(job, "Status").equals(status)) {
            job.put("Status", status);
            state.keep(NomadTable.JOBS, job, "JobRegistered");
        }
        return all;
    }

    private boolean placed(ObjectNode job, JsonNode group, long number) {
        String name = "%s.%s[%d]".formatted(Tree.text(job, "ID"), Tree.text(group, "Name"), number);
        List<ObjectNode> before = state.allocations(Tree.text(job, "ID")).stream()
                .filter(each -> Tree.text(each, "Name").equals(name))
                .toList();
        if (before.stream().anyMatch(NomadScheduler::running)) {
            return true;
        }
        Optional<ObjectNode> node = state.all(NomadTable.NODES).stream()
                .filter(each -> Tree.text(each, "Status").equals("ready")
                        && Tree.text(each, "SchedulingEligibility").equals("eligible"))
                .min(Comparator.comparingLong((ObjectNode each) -> burden(Tree.text(each, "ID")))
                        .thenComparing(each -> Tree.text(each, "Name")));
        node.ifPresent(client -> place(job, group, name, client, before));
        return node.isPresent();
    }

    private void place(ObjectNode job, JsonNode group, String name, ObjectNode client, List<ObjectNode> before) {
        ObjectNode allocation = Tree.of(
                "ID", world.dice().uid(),
                "Namespace", NomadRegion.NAMESPACE,
                "Name", name,
                "NodeID", Tree.text(client, "ID"),
                "NodeName", Tree.text(client, "Name"),
                "JobID", Tree.text(job, "ID"),
                "JobType", Tree.text(job, "Type"),
                "JobVersion", Tree.number(job, 0, "Version"),
                "TaskGroup", Tree.text(group, "Name"),
                "DesiredStatus", "run",
                "DesiredDescription", "",
                "DesiredTransition", Tree.of(),
                "ClientStatus", "pending",
                "ClientDescription", "",
                "TaskStates", Tree.of(),
                "PreviousAllocation", before.isEmpty() ? "" : Tree.text(before.getLast(), "ID"),
                "CreateTime", state.nanos());
        state.keep(NomadTable.ALLOCATIONS, allocation, "PlanResult");
        world.after(START, () -> start(allocation, volumes(group, name), before.size()));
    }

    private void start(ObjectNode allocation, Set<String> volumes, int attempts) {
        if (!running(allocation) || !Tree.text(allocation, "ClientStatus").equals("pending")) {
            return;
        }
        if (state.all(NomadTable.ALLOCATIONS).stream().anyMatch(other -> holdsAny(other, volumes))) {
            world.after(START, () -> start(allocation, volumes, attempts));
            return;
        }
        for (String volume : volumes) {
            Optional<String> wrong = stage(allocation, volume);
            if (wrong.isPresent()) {
                ends(allocation, "failed", "failed to setup alloc: pre-run hook \"csi_hook\" failed: " + wrong.get());
                Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attempts, 7));
                world.after(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait, () -> {
                    String unused = evaluate(Tree.text(allocation, "JobID"), "alloc-failure");
                });
                return;
            }
        }
        allocation.set("Volumes", Tree.value(List.copyOf(volumes)));
        allocation.put("ClientStatus", "running");
        allocation.put("ClientDescription", "Tasks are running");
        Tree.set(
                allocation,
                Tree.of("State", "running", "Failed", false, "StartedAt", Tree.time(world.now())),
                "TaskStates",
                Tree.text(allocation, "TaskGroup"));
        state.keep(NomadTable.ALLOCATIONS, allocation, "AllocationUpdated");
    }

    /** Why the volume cannot be had; nothing when it is mounted. */
    private Optional<String> stage(ObjectNode allocation, String volume) {
        Optional<Devices.Device> found = world.devices().find(volume);
        if (found.isEmpty()) {
            return Optional.of("volume not found: " + volume);
        }
        if (found.get().io() == VolumeIo.EIO) {
            return Optional.of("mount of %s failed: Input/output error".formatted(volume));
        }
        if (found.get().seemsBlank()) {
            world.devices().format(volume);
        }
        world.devices().becomes(volume, VolumeIo.FINE);
        Logs.Source kernel = Logs.Source.host(Tree.text(allocation, "NodeName"), "kernel");
        world.logs().print(kernel, "XFS (%s): Mounting V5 Filesystem".formatted(volume));
        world.logs().print(kernel, "XFS (%s): Ending clean mount".formatted(volume));
        return Optional.empty();
    }

    private void ends(ObjectNode allocation, String status, String description) {
        for (JsonNode volume : allocation.path("Volumes")) {
            if (world.devices().io(volume.asText()) == VolumeIo.FINE) {
                world.devices().becomes(volume.asText(), VolumeIo.ABSENT);
            }
        }
        allocation.remove("Volumes");
        allocation.put("ClientStatus", status);
        allocation.put("ClientDescription", description);
        allocation.path("TaskStates").forEach(task -> {
            if (task instanceof ObjectNode known) {
                known.put("State", "dead");
                known.put("Failed", status.equals("failed"));
                known.put("FinishedAt", Tree.time(world.now()));
            }
        });
        state.keep(NomadTable.ALLOCATIONS, allocation, "AllocationUpdated");
    }

    private static boolean holdsAny(JsonNode allocation, Set<String> volumes) {
        return live(allocation) && Tree.items(allocation, "Volumes").anyMatch(each -> volumes.contains(each.asText()));
    }

    /** The CSI volumes of a group; one for each instance where it says so. */
    private static Set<String> volumes(JsonNode group, String name) {
        Set<String> volumes = new TreeSet<>();
        for (JsonNode each : group.path("Volumes")) {
            if (Tree.text(each, "Type").equals("csi")) {
                String number = Tree.flag(each, "PerAlloc") ? name.substring(name.lastIndexOf('[')) : "";
                volumes.add(Tree.text(each, "Source") + number);
            }
        }
        return volumes;
    }

    private long burden(String node) {
        return state.all(NomadTable.ALLOCATIONS).stream()
                .filter(each -> live(each) && Tree.text(each, "NodeID").equals(node))
                .count();
    }

    private static boolean running(JsonNode allocation) {
        return live(allocation) && Tree.text(allocation, "DesiredStatus").equals("run");
    }

    private static boolean of(JsonNode allocation, JsonNode group) {
        return Tree.text(allocation, "TaskGroup").equals(Tree.text(group, "Name"));
    }

    private static long number(JsonNode allocation) {
        String name = Tree.text(allocation, "Name");
        return Long.parseLong(name.substring(name.lastIndexOf('[') + 1, name.length() - 1));
    }
}
