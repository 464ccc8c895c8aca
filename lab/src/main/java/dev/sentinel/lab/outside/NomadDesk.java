package dev.sentinel.lab.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Tree;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Answers Nomad's HTTP API, the part that is about nodes, jobs, allocations and evaluations. */
final class NomadDesk implements HttpDoor.Service {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Stage stage;
    private final NomadRegion region;
    private final NomadTokens tokens;

    NomadDesk(Stage stage, NomadRegion region, NomadTokens tokens) {
        this.stage = stage;
        this.region = region;
        this.tokens = tokens;
    }

    @Override
    public Reply answer(Request request) throws InterruptedException {
        try {
            List<String> steps = request.steps();
            boolean reads = request.method().equals("GET");
            tokens.check(request, !reads);
            if (steps.size() < 2 || !steps.getFirst().equals("v1")) {
                throw new NomadError(404, "Invalid URL");
            }
            List<String> rest = steps.subList(1, steps.size());
            if (String.join("/", rest).equals("event/stream")) {
                return new NomadStream(stage, region.state(), request).reply();
            }
            return reads ? read(rest, request) : write(rest, request);
        } catch (NomadError e) {
            return Reply.text(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private Reply read(List<String> path, Request request) throws InterruptedException {
        String what = path.getFirst();
        return switch (path.size()) {
            case 1 ->
                switch (what) {
                    case "nodes" -> list(NomadTable.NODES, any -> true, request);
                    case "jobs" -> list(NomadTable.JOBS, any -> inNamespace(request), request);
                    case "allocations" -> list(NomadTable.ALLOCATIONS, any -> inNamespace(request), request);
                    case "evaluations" -> list(NomadTable.EVALUATIONS, any -> inNamespace(request), request);
                    default -> throw new NomadError(404, "Invalid URL");
                };
            case 2 ->
                switch (what) {
                    case "node" -> one(NomadTable.NODES, path.get(1), "node not found", request);
                    case "job" -> one(NomadTable.JOBS, path.get(1), "job not found", request);
                    case "allocation" -> one(NomadTable.ALLOCATIONS, path.get(1), "alloc not found", request);
                    case "evaluation" -> one(NomadTable.EVALUATIONS, path.get(1), "eval not found", request);
                    case "agent", "status" -> about(path);
                    default -> throw new NomadError(404, "Invalid URL");
                };
            case 3 ->
                switch (what + "/" + path.get(2)) {
                    case "node/allocations" ->
                        list(
                                NomadTable.ALLOCATIONS,
                                each -> Tree.text(each, "NodeID").equals(path.get(1)),
                                request);
                    case "job/allocations" ->
                        list(
                                NomadTable.ALLOCATIONS,
                                each -> Tree.text(each, "JobID").equals(path.get(1)),
                                request);
                    case "job/evaluations" ->
                        list(
                                NomadTable.EVALUATIONS,
                                each -> Tree.text(each, "JobID").equals(path.get(1)),
                                request);
                    case "job/versions" ->
                        blocking(NomadTable.JOBS, request, () -> Tree.of("Versions", versions(path.get(1))));
                    case "job/scale" -> blocking(NomadTable.JOBS, request, () -> scaling(path.get(1)));
                    default -> throw new NomadError(404, "Invalid URL");
                };
            default -> throw new NomadError(404, "Invalid URL");
        };
    }

    private Reply write(List<String> path, Request request) {
        String what = path.size() == 3 ? path.getFirst() + "/" + path.get(2) : path.getFirst();
        String id = path.size() > 1 ? path.get(1) : "";
        JsonNode body = request.method().equals("DELETE") ? Tree.of() : body(request);
        return Reply.json(200, stage.ask(world -> switch (request.method() + " " + what) {
            case "POST job/scale", "PUT job/scale" -> region.scale(id, body);
            case "POST job", "PUT job", "POST jobs", "PUT jobs" -> register(body);
            case "DELETE job" -> region.deregister(id, request.asked("purge").contains("true"));
            case "POST allocation/stop", "PUT allocation/stop" -> region.stop(id);
            case "POST node/eligibility", "PUT node/eligibility" ->
                region.eligibility(id, Tree.text(body, "Eligibility"));
            case "POST node/drain", "PUT node/drain" -> region.drain(id, body);
            default -> throw new NomadError(405, "Invalid method");
        }));
    }

    private ObjectNode register(JsonNode body) {
        if (body.path("Job") instanceof ObjectNode job) {
            return region.register(
                    job,
                    Tree.flag(body, "EnforceIndex")
                            ? Optional.of(Tree.number(body, 0, "JobModifyIndex"))
                            : Optional.empty());
        }
        throw new NomadError(400, "Job must be specified");
    }

    private Reply list(NomadTable table, Predicate<ObjectNode> which, Request request) throws InterruptedException {
        return blocking(
                table,
                request,
                () -> Tree.value(region.state().all(table).stream()
                        .filter(which)
                        .map(each -> table == NomadTable.JOBS ? stub(each) : each)
                        .toList()));
    }

    private Reply one(NomadTable table, String id, String missing, Request request) throws InterruptedException {
        return blocking(
                table, request, () -> region.state().find(table, id).orElseThrow(() -> new NomadError(404, missing)));
    }

    /** With {@code index} it waits until the table has changed since, as long as {@code wait} says. */
    private Reply blocking(NomadTable table, Request request, Supplier<JsonNode> answer) throws InterruptedException {
        NomadQuery query = NomadQuery.of(request);
        query.await(stage, () -> region.state().index(table));
        return stage.look(world -> query.page(answer.get(), region.state().index(table)));
    }

    private List<ObjectNode> versions(String job) {
        List<ObjectNode> versions = region.state().versions(job);
        if (versions.isEmpty()) {
            throw new NomadError(404, "job versions not found");
        }
        return versions;
    }

    private ObjectNode scaling(String id) {
        ObjectNode job = region.state().job(id).orElseThrow(() -> new NomadError(404, "job not found"));
        ObjectNode groups = Tree.of();
        for (JsonNode group : job.path("TaskGroups")) {
            String name = Tree.text(group, "Name");
            long running = region.state().allocations(id).stream()
                    .filter(each -> Tree.text(each, "TaskGroup").equals(name)
                            && Tree.text(each, "ClientStatus").equals("running"))
                    .count();
            groups.set(name, Tree.of("Desired", Tree.number(group, 1, "Count"), "Running", running, "Placed", running));
        }
        return Tree.of(
                "JobID",
                id,
                "JobModifyIndex",
                Tree.number(job, 0, "JobModifyIndex"),
                "JobStopped",
                Tree.flag(job, "Stop"),
                "TaskGroups",
                groups);
    }

    /** A listing says nothing of groups. */
    private static ObjectNode stub(ObjectNode job) {
        ObjectNode stub = job.deepCopy();
        stub.remove("TaskGroups");
        return stub;
    }

    private static Reply about(List<String> path) {
        return switch (String.join("/", path)) {
            case "agent/self" -> Reply.json(200, Tree.of("config", Tree.of("Region", "global", "Datacenter", "dc1")));
            case "status/leader" -> Reply.json(200, Tree.value("127.0.0.1:4647"));
            default -> throw new NomadError(404, "Invalid URL");
        };
    }

    private static boolean inNamespace(Request request) {
        List<String> asked = request.asked("namespace");
        return asked.isEmpty() || asked.contains("*") || asked.contains(NomadRegion.NAMESPACE);
    }

    private JsonNode body(Request request) {
        try {
            return mapper.readTree(request.body());
        } catch (JsonProcessingException e) {
            throw new NomadError(400, e.getOriginalMessage());
        }
    }
}
