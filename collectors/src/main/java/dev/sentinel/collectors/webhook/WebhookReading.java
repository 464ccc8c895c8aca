package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.stores.AlertReading;
import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any JSON as events, by the mapping that is for it. */
public final class WebhookReading {
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_REASONS = 20;
    private static final int MOST_FIELDS_NAMED = 8;

    private final Facts facts;
    private final AlertReading alerts;
    private final Mappings mappings;

    public WebhookReading(Facts facts, Mappings mappings) {
        this.facts = facts;
        this.alerts = new AlertReading(facts);
        this.mappings = mappings;
    }

    /** What a body becomes after what is remembered of alerts. */
    public Outcome read(AlertState before, JsonNode body, Instant now) {
        Optional<Mapping> mapping = mappings.of(body);
        if (mapping.isEmpty()) {
            return new Outcome.Refused(Refusal.UNMAPPED, "no mapping is for this body (%s)".formatted(fields(body)));
        }
        String id = mapping.get().id();
        JsonNode list = mapping.get()
                .each()
                .map(place -> place.in(new Found(body, body)))
                .orElse(body);
        boolean walked = mapping.get().each().isPresent();
        if (walked && !list.isArray()) {
            return new Outcome.Refused(
                    Refusal.ILL_FITTING, "mapping \"%s\": each: there is no list at that path".formatted(id));
        }
        Session session = new Session(before, new Filled(facts, mapping.get()), now);
        if (!walked) {
            session.take(new Found(body, body));
        }
        for (int i = 0; walked && i < list.size(); i++) {
            if (i == MOST_ITEMS) {
                session.leaveOut("%d more items than %d".formatted(list.size() - MOST_ITEMS, MOST_ITEMS));
                break;
            }
            session.take(new Found(body, list.path(i)));
        }
        return session.outcome(id);
    }

    private static String fields(JsonNode body) {
        List<String> names = new ArrayList<>();
        for (var field : body.properties()) {
            if (names.size() == MOST_FIELDS_NAMED) {
                break;
            }
            names.add(Words.shown(field.getKey(), 64));
        }
        return names.isEmpty() ? "it is no object with fields" : "it has " + String.join(", ", names);
    }

    /** The items of one body. */
    private final class Session {
        private final Filled filled;
        private final Instant now;
        private final List<Event> events = new ArrayList<>();
        private final List<String> reasons = new ArrayList<>();
        private AlertState state;
        private boolean fits;

        Session(AlertState before, Filled filled, Instant now) {
            this.state = before;
            this.filled = filled;
            this.now = now;
        }

        void take(Found found) {
            switch (filled.of(found, now)) {
                case Filled.Result.Own own -> {
                    fits = true;
                    events.add(own.event());
                }
                case Filled.Result.Alerting alerting -> {
                    fits = true;
                    Reading<AlertState> read = alerts.single(state, alerting.store(), alerting.alert(), now);
                    state = read.state();
                    events.addAll(read.events());
                }
                case Filled.Result.Lacking lacking -> leaveOut(lacking.why());
            }
        }

        void leaveOut(String why) {
            if (reasons.size() < MOST_REASONS) {
                reasons.add(why);
            } else if (reasons.size() == MOST_REASONS) {
                reasons.add("and others");
            }
        }

        Outcome outcome(String id) {
            return fits || reasons.isEmpty()
                    ? new Outcome.Taken(state, events, reasons)
                    : new Outcome.Refused(
                            Refusal.ILL_FITTING, "mapping \"%s\": %s".formatted(id, String.join("; ", reasons)));
        }
    }
}
