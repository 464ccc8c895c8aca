package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.servers.HostPrograms;
import dev.sentinel.lab.world.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What can be done to a region, and what follows. Whoever calls holds the lock of the stage. */
final class NomadRegion {

    static final String NAMESPACE = "default";

    private static final int JOBS = 200;
    private static final int COUNT = 100;
    private static final Duration DRAIN_LOOK = Duration.ofSeconds(1);
    private static final String MIGRATING = "alloc is being migrated";

    private final NomadState state;
    private final NomadScheduler scheduler;

    NomadRegion(NomadState state, HostPrograms programs) {
        this.state = state;
        this.scheduler = new NomadScheduler(state, programs);
    }

    NomadState state() {
        return state;
    }

    void joins(String name) {
        ObjectNode node = Tree.of(
                "ID", state.world().dice().uid(),
                "Name", name,
                "Datacenter", "dc1",
                "NodeClass", "",
                "Version", "2.0.2",
                "Status", "ready",
                "StatusDescription", "",
                "SchedulingEligibility", "eligible",
                "Drain", false,
                "StatusUpdatedAt", state.world().now().getEpochSecond());
        node.putNull("DrainStrategy");
        state.keep(NomadTable.NODES, node, "NodeRegistration");
        evaluateAll("node-update");
    }

    /** The servers hear nothing of a client any more; its allocations are lost and replaced elsewhere. */
    void falls(String name) {
        status(name, "down", "heartbeat missed");
        on(name).forEach(scheduler::lose);
        evaluateAll("node-update");
    }

    void returns(String name) {
        status(name, "ready", "");
        evaluateAll("node-update");
    }

    /** Registers a job, new or changed; says what the API answers. */
    ObjectNode register(ObjectNode job, Optional<Long> enforced) {
        String id = Tree.text(job, "ID");
        if (id.isEmpty() || job.path("TaskGroups").isEmpty()) {
            throw new NomadError(400, "Job ID and at least one task group are required");
        }
        enforce(id, enforced);
        Optional<ObjectNode> before = state.job(id);
        if (before.isEmpty() && state.all(NomadTable.JOBS).size() >= JOBS) {
            throw new NomadError(500, "the lab has %d jobs, which is its limit".formatted(JOBS));
        }
        ObjectNode kept = before.orElseGet(() -> Tree.of("ID", id, "Namespace", NAMESPACE, "Status", "pending"));
        kept.put("Name", Tree.text(job, "Name").isEmpty() ? id : Tree.text(job, "Name"));
        kept.put("Type", Tree.text(job, "Type").isEmpty() ? "service" : Tree.text(job, "Type"));
        kept.put("Stop", false);
        kept.put("ParentID", "");
        kept.set("TaskGroups", job.path("TaskGroups").deepCopy());
        for (JsonNode group : kept.path("TaskGroups")) {
            if (Tree.number(group, 1, "Count") > COUNT) {
                throw new NomadError(400, "a group has at most %d allocations in the lab".formatted(COUNT));
            }
        }
        state.version(kept, "JobRegistered");
        return changed(kept, "job-register");
    }

    ObjectNode scale(String id, JsonNode request) {
        String group = Tree.text(request, "Target", "Group");
        if (group.isEmpty()) {
            throw new NomadError(400, "missing task group name for scaling action");
        }
        ObjectNode job = state.job(id).orElseThrow(() -> new NomadError(404, "job \"%s\" not found".formatted(id)));
        ObjectNode target = StreamSupport.stream(job.path("TaskGroups").spliterator(), false)
                .filter(each -> Tree.text(each, "Name").equals(group))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow(() -> new NomadError(
                        400, "task group \"%s\" specified for scaling does not exist in job".formatted(group)));
        long count = Tree.number(request, -1, "Count");
        if (count < 0 || count > COUNT) {
            throw new NomadError(400, "scaling action count is 0 to %d in the lab".formatted(COUNT));
        }
        long known = Tree.number(request, 0, "JobModifyIndex");
        enforce(id, known == 0 ? Optional.empty() : Optional.of(known));
        target.put("Count", count);
        state.version(job, "JobRegistered");
        return changed(job, "job-scaling");
    }

    /** Stops a job and keeps its definition, or purges it. One that is not there is stopped already. */
    ObjectNode deregister(String id, boolean purge) {
        Optional<ObjectNode> found = state.job(id);
        if (found.isEmpty()) {
            return Tree.of("EvalID", "", "EvalCreateIndex", 0, "JobModifyIndex", 0);
        }
        ObjectNode job = found.get();
        job.put("Stop", true);
        if (!purge) {
            state.version(job, "JobDeregistered");
        }
        ObjectNode answer = changed(job, "job-deregister");
        if (purge) {
            job.put("Stop", false);
            state.purge(job);
        }
        return answer;
    }

    ObjectNode stop(String allocation) {
        ObjectNode found = state.find(NomadTable.ALLOCATIONS, allocation)
                .orElseThrow(() -> new NomadError(404, "alloc not found"));
        scheduler.migrate(found, MIGRATING);
        String evaluation = scheduler.evaluate(Tree.text(found, "JobID"), "alloc-stop");
        return Tree.of("EvalID", evaluation, "Index", state.index(NomadTable.ALLOCATIONS));
    }

    ObjectNode eligibility(String id, String wanted) {
        ObjectNode node = state.node(id);
        if (!Set.of("eligible", "ineligible").contains(wanted)) {
            throw new NomadError(500, "invalid scheduling eligibility \"%s\"".formatted(wanted));
        }
        if (node.path("DrainStrategy").isObject() && wanted.equals("eligible")) {
            throw new NomadError(500, "can not set node's scheduling eligibility to eligible while it is draining");
        }
        node.put("SchedulingEligibility", wanted);
        state.keep(NomadTable.NODES, node, "NodeEligibility");
        if (wanted.equals("eligible")) {
            evaluateAll("node-update");
        }
        return nodeChanged();
    }

    /** Begins a drain, or ends one when there is no spec. */
    ObjectNode drain(String id, JsonNode request) {
        ObjectNode node = state.node(id);
        JsonNode spec = request.path("DrainSpec");
        if (spec.isObject()) {
            node.set("DrainStrategy", spec.deepCopy());
            node.put("Drain", true);
            node.put("SchedulingEligibility", "ineligible");
            state.keep(NomadTable.NODES, node, "NodeDrain");
            on(Tree.text(node, "Name")).forEach(each -> scheduler.migrate(each, MIGRATING));
            evaluateAll("node-drain");
            state.world().after(DRAIN_LOOK, () -> drained(node));
        } else {
            undrained(node);
            if (Tree.flag(request, "MarkEligible")) {
                node.put("SchedulingEligibility", "eligible");
            }
            state.keep(NomadTable.NODES, node, "NodeDrain");
            evaluateAll("node-update");
        }
        return nodeChanged();
    }

    /** The allocations of a client that are not over. */
    List<ObjectNode> on(String node) {
        return state.all(NomadTable.ALLOCATIONS).stream()
                .filter(each -> Tree.text(each, "NodeName").equals(node) && NomadScheduler.live(each))
                .toList();
    }

    private void drained(ObjectNode node) {
        if (!node.path("DrainStrategy").isObject()) {
            return;
        }
        if (!on(Tree.text(node, "Name")).isEmpty()) {
            state.world().after(DRAIN_LOOK, () -> drained(node));
            return;
        }
        undrained(node);
        Tree.set(node, "complete", "LastDrain", "Status");
        state.keep(NomadTable.NODES, node, "NodeDrain");
    }

    private static void undrained(ObjectNode node) {
        node.putNull("DrainStrategy");
        node.put("Drain", false);
    }

    private void status(String name, String status, String description) {
        ObjectNode node = state.all(NomadTable.NODES).stream()
                .filter(each -> Tree.text(each, "Name").equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the region has no client " + name));
        node.put("Status", status);
        node.put("StatusDescription", description);
        node.put("StatusUpdatedAt", state.world().now().getEpochSecond());
        state.keep(NomadTable.NODES, node, "NodeEvent");
    }

    private void evaluateAll(String because) {
        for (ObjectNode job : state.all(NomadTable.JOBS)) {
            String unused = scheduler.evaluate(Tree.text(job, "ID"), because);
        }
    }

    private ObjectNode changed(ObjectNode job, String because) {
        String evaluation = scheduler.evaluate(Tree.text(job, "ID"), because);
        return Tree.of(
                "EvalID",
                evaluation,
                "EvalCreateIndex",
                state.index(NomadTable.EVALUATIONS),
                "JobModifyIndex",
                Tree.number(job, 0, "JobModifyIndex"),
                "Warnings",
                "",
                "Index",
                state.index(NomadTable.JOBS));
    }

    private ObjectNode nodeChanged() {
        return Tree.of(
                "NodeModifyIndex",
                state.index(NomadTable.NODES),
                "EvalIDs",
                Tree.list(),
                "EvalCreateIndex",
                0,
                "Index",
                state.index(NomadTable.NODES));
    }

    /** Only a job that is as the caller knows it is changed; 0 means that there must be none yet. */
    private void enforce(String id, Optional<Long> enforced) {
        if (enforced.isEmpty()) {
            return;
        }
        long wanted = enforced.get();
        Optional<Long> real = state.job(id).map(job -> Tree.number(job, 0, "JobModifyIndex"));
        String conflict = real.isEmpty()
                ? "job does not exist"
                : wanted == 0 ? "job already exists" : "job exists with conflicting job modify index: " + real.get();
        boolean fits = real.isEmpty() ? wanted == 0 : real.get() == wanted;
        if (!fits) {
            throw new NomadError(500, "Enforcing job modify index %d: %s".formatted(wanted, conflict));
        }
    }
}
