package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.servers.HostPrograms;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Program;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings a region to what its jobs ask for: one allocation for each of a group's count, on the eligible client with the
 * fewest. An allocation holds its group's volumes alone: the next waits until it let go.
 */
final class NomadScheduler {

    private static final Duration START = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(5);
    /** So long no path group answers where the device is read as blank (telemetry page 7.3). */
    private static final Duration NO_GROUP = Duration.ofSeconds(6);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final NomadState state;
    private final World world;
    private final HostPrograms programs;

    NomadScheduler(NomadState state, HostPrograms programs) {
        this.state = state;
        this.world = state.world();
        this.programs = programs;
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
        var staging = new NomadStaging(world, Tree.text(client, "Name"));
        var bound = new Bound(staging, volumes(group, name), program(group), before.size());
        world.after(START, () -> start(allocation, bound));
    }

    /** What an allocation needs to run, and how often it was tried before. */
    private record Bound(NomadStaging staging, Set<String> volumes, Optional<String> program, int attempts) {}

    private void start(ObjectNode allocation, Bound bound) {
        if (!isStarting(allocation)) {
            return;
        }
        if (state.all(NomadTable.ALLOCATIONS).stream().anyMatch(other -> holdsAny(other, bound.volumes()))) {
            world.after(START, () -> start(allocation, bound));
            return;
        }
        allocation.set("Volumes", Tree.value(List.copyOf(bound.volumes())));
        bound.volumes().forEach(bound.staging()::finds);
        if (bound.volumes().stream().anyMatch(bound.staging()::readsNothing)) {
            world.after(NO_GROUP, () -> run(allocation, bound));
        } else {
            run(allocation, bound);
        }
    }

    private static boolean isStarting(ObjectNode allocation) {
        return running(allocation) && Tree.text(allocation, "ClientStatus").equals("pending");
    }

    private void run(ObjectNode allocation, Bound bound) {
        if (!isStarting(allocation)) {
            return;
        }
        for (String volume : bound.volumes()) {
            Optional<String> wrong = bound.staging().stage(volume);
            if (wrong.isPresent()) {
                ends(allocation, "failed", "failed to setup alloc: pre-run hook \"csi_hook\" failed: " + wrong.get());
                Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(bound.attempts(), 7));
                world.after(wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait, () -> {
                    String unused = evaluate(Tree.text(allocation, "JobID"), "alloc-failure");
                });
                return;
            }
        }
        bound.program().ifPresent(program -> {
            programs.start(
                    world,
                    service(allocation),
                    program,
                    bound.volumes().iterator().next());
            allocation.put("Program", program);
        });
        allocation.put("ClientStatus", "running");
        allocation.put("ClientDescription", "Tasks are running");
        Tree.set(
                allocation,
                Tree.of("State", "running", "Failed", false, "StartedAt", Tree.time(world.now())),
                "TaskStates",
                Tree.text(allocation, "TaskGroup"));
        state.keep(NomadTable.ALLOCATIONS, allocation, "AllocationUpdated");
    }

    /** Under which name it is found, wherever it runs: that of its job, and the number of all but the first. */
    private static String service(ObjectNode allocation) {
        String job = Tree.text(allocation, "JobID");
        return number(allocation) == 0 ? job : job + "-" + number(allocation);
    }

    /** What the lab runs in the group's task, on its volume. */
    private static Optional<String> program(JsonNode group) {
        return group.path("Volumes").isEmpty()
                ? Optional.empty()
                : Tree.items(group, "Tasks")
                        .map(task -> Tree.text(task, "Meta", Program.ANNOTATION))
                        .filter(program -> !program.isEmpty())
                        .findFirst();
    }

    private void ends(ObjectNode allocation, String status, String description) {
        if (allocation.has("Program")) {
            programs.stop(service(allocation));
            allocation.remove("Program");
        }
        var staging = new NomadStaging(world, Tree.text(allocation, "NodeName"));
        Tree.items(allocation, "Volumes").forEach(volume -> staging.unstage(volume.asText()));
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
