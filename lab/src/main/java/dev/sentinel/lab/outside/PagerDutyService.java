package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The incidents of one service: an open one takes all events of its key, a resolved one takes none. */
final class PagerDutyService {

    private final int limit;
    private final List<PagerDutyIncident> incidents = new ArrayList<>();
    private long keys;

    PagerDutyService(int limit) {
        this.limit = limit;
    }

    /** Takes a valid event; says its dedup key, a new one where it has none. */
    synchronized String take(JsonNode event, Instant at) {
        String said = Tree.text(event, "dedup_key");
        String key = said.isEmpty() ? "%032x".formatted(++keys) : said;
        switch (Tree.text(event, "event_action")) {
            case "trigger" -> trigger(key, event, at);
            case "acknowledge" -> change(key, PagerDutyIncident.Status.ACKNOWLEDGED, event, at);
            case "resolve" -> change(key, PagerDutyIncident.Status.RESOLVED, event, at);
            default -> throw new IllegalArgumentException("an event that the rules let pass has one of three actions");
        }
        return key;
    }

    synchronized List<PagerDutyIncident> incidents() {
        return List.copyOf(incidents);
    }

    synchronized Optional<PagerDutyIncident> incident(String key) {
        return incidents.reversed().stream()
                .filter(each -> each.dedupKey().equals(key))
                .findFirst();
    }

    private void trigger(String key, JsonNode event, Instant at) {
        Optional<PagerDutyIncident> open = open(key);
        if (open.isPresent()) {
            incidents.set(incidents.lastIndexOf(open.get()), open.get().triggeredAgain(at, event));
            return;
        }
        incidents.add(new PagerDutyIncident(
                key,
                PagerDutyIncident.Status.TRIGGERED,
                Tree.text(event, "payload", "summary"),
                Tree.text(event, "payload", "severity"),
                Tree.text(event, "payload", "source"),
                1,
                at,
                at,
                event));
        if (incidents.size() > limit) {
            incidents.removeFirst();
        }
    }

    /** An event for a key that has no open incident is accepted and does nothing. */
    private void change(String key, PagerDutyIncident.Status status, JsonNode event, Instant at) {
        open(key).ifPresent(open -> incidents.set(incidents.lastIndexOf(open), open.became(status, at, event)));
    }

    private Optional<PagerDutyIncident> open(String key) {
        return incident(key).filter(each -> each.status() != PagerDutyIncident.Status.RESOLVED);
    }
}
