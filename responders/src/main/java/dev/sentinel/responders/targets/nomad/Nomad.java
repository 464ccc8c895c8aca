package dev.sentinel.responders.targets.nomad;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Web;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One region's API, in JSON. */
public record Nomad(Web web) {
    private static final JsonMapper JSON = new JsonMapper();

    Optional<JsonNode> job(Ref job) throws NoAnswer {
        return read("/v1/job/" + Web.encoded(job.getName()) + in(job), "read-job in " + namespace(job));
    }

    List<JsonNode> allocations(Ref job) throws NoAnswer {
        List<JsonNode> found = new ArrayList<>();
        read("/v1/job/" + Web.encoded(job.getName()) + "/allocations" + in(job), "read-job in " + namespace(job))
                .ifPresent(all -> all.forEach(found::add));
        return found;
    }

    /** By its id, which is the uid of a reference; its name may be that of several. */
    Optional<JsonNode> node(Ref node) throws NoAnswer {
        String id = node.getUid().isEmpty() ? node.getName() : node.getUid();
        return read("/v1/node/" + Web.encoded(id), "node:read");
    }

    Reply send(String method, String path, JsonNode body) {
        return web.send(method, path, body.isEmpty() ? "" : body.toString());
    }

    static String in(Ref job) {
        return "?namespace=" + Web.encoded(namespace(job));
    }

    static String namespace(Ref job) {
        return job.getNamespace().isEmpty() ? "default" : job.getNamespace();
    }

    /** A job has no uid; the index at which it was made is one. */
    static String uid(JsonNode job) {
        return Json.text(job, "CreateIndex");
    }

    private Optional<JsonNode> read(String path, String asked) throws NoAnswer {
        Reply reply = web.get(path);
        if (reply instanceof Reply.Answer answer) {
            if (answer.code() == 404) {
                return Optional.empty();
            }
            if (answer.well()) {
                try {
                    return Optional.of(JSON.readTree(answer.body()));
                } catch (JsonProcessingException e) {
                    throw new NoAnswer(
                            NoAnswer.Why.UNSUPPORTED,
                            "%s did not answer in JSON when asked to %s".formatted(web.endpoint(), asked),
                            e);
                }
            }
        }
        throw Reply.missing(reply, web.endpoint(), asked);
    }
}
