package dev.sentinel.lab.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** PagerDuty's Events API v2: {@code POST /v2/enqueue}. */
public final class PagerDutyServer implements AutoCloseable {

    private static final int REMEMBERED = 1_000;
    private static final String ROUTING_KEY = "1ab0000000000000000000000000001f";

    private final ObjectMapper mapper = new ObjectMapper();
    private final PagerDutyService service = new PagerDutyService(REMEMBERED);
    private final HttpDoor door;

    private PagerDutyServer(InstantSource time, int port) throws IOException {
        this.door = HttpDoor.open(this::answer, time, port);
    }

    /** Starts to listen; port 0 takes any free one. The time is that of a clock, or {@code stage::now}. */
    public static PagerDutyServer open(InstantSource time, int port) throws IOException {
        return new PagerDutyServer(time, port);
    }

    /** Events go to this and {@code /v2/enqueue}. */
    public URI uri() {
        return door.uri();
    }

    public Outage outage() {
        return door.outage();
    }

    /** The key of the one service whose events are taken. */
    public String routingKey() {
        return ROUTING_KEY;
    }

    /** The last thousand, in the order in which they were triggered. */
    public List<PagerDutyIncident> incidents() {
        return service.incidents();
    }

    /** The newest incident with a dedup key; a key may be triggered again after it was resolved. */
    public Optional<PagerDutyIncident> incident(String dedupKey) {
        return service.incident(dedupKey);
    }

    @Override
    public void close() {
        door.close();
    }

    private Reply answer(Request request) {
        if (!request.path().equals("/v2/enqueue")) {
            return Reply.text(404, "");
        }
        if (!request.method().equals("POST")) {
            return Reply.text(405, "");
        }
        JsonNode event;
        try {
            event = mapper.readTree(request.body());
        } catch (JsonProcessingException e) {
            return refused(List.of("JSON body is invalid"));
        }
        List<String> errors = PagerDutyRules.errors(event, ROUTING_KEY);
        if (!errors.isEmpty()) {
            return refused(errors);
        }
        return Reply.json(
                202,
                Tree.of(
                        "status",
                        "success",
                        "message",
                        "Event processed",
                        "dedup_key",
                        service.take(event, request.at())));
    }

    private static Reply refused(List<String> errors) {
        return Reply.json(
                400, Tree.of("status", "invalid event", "message", "Event object is invalid", "errors", errors));
    }
}
