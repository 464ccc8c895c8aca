package dev.sentinel.responders.targets.alertmanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Web;
import java.util.ArrayList;
import java.util.List;

/** One Alertmanager, in JSON; the silences of a cluster of them are the same in each. */
public record Alertmanager(Web web) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Silences that are at work or will be. */
    List<JsonNode> silences() throws NoAnswer {
        Reply reply = web.get("/api/v2/silences");
        if (reply instanceof Reply.Answer answer && answer.well()) {
            try {
                List<JsonNode> found = new ArrayList<>();
                JSON.readTree(answer.body()).forEach(found::add);
                found.removeIf(
                        each -> each.path("status").path("state").asText().equals("expired"));
                return found;
            } catch (JsonProcessingException e) {
                throw new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED,
                        "%s did not answer in JSON when asked for its silences".formatted(web.endpoint()),
                        e);
            }
        }
        throw Reply.missing(reply, web.endpoint(), "list silences");
    }
}
