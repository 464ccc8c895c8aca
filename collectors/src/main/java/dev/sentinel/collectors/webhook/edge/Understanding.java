package dev.sentinel.collectors.webhook.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.stores.AlertReading;
import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.edge.AlertKeeping;
import dev.sentinel.collectors.webhook.Body;
import dev.sentinel.collectors.webhook.CloudEventReading;
import dev.sentinel.collectors.webhook.Mappings;
import dev.sentinel.collectors.webhook.Outcome;
import dev.sentinel.collectors.webhook.Refusal;
import dev.sentinel.collectors.webhook.SentEvents;
import dev.sentinel.collectors.webhook.WebhookReading;
import dev.sentinel.v1.AlertOrigin;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What comes through one door, read, told and remembered in this order. For one thread at a time. */
final class Understanding {
    private final Hook hook;
    private final Desk desk;
    private final AlertReading alerts;
    private final WebhookReading mapped;
    private final CloudEventReading cloudEvents;
    private final Body bodies = new Body();
    private final AlertKeeping keeping = new AlertKeeping();
    private Optional<AlertState> known = Optional.empty();
    private boolean recalled;
    private Instant last;

    Understanding(Hook hook, Desk desk, Mappings mappings, SentEvents sent) {
        this.hook = hook;
        this.desk = desk;
        this.alerts = new AlertReading(desk.facts());
        this.mapped = new WebhookReading(desk.facts(), mappings);
        this.cloudEvents = new CloudEventReading(mapped, sent);
        this.last = desk.now();
    }

    /** When something came last, or the door was opened. */
    Instant last() {
        return last;
    }

    Outcome take(Request request) throws NotKept, InterruptedException {
        Outcome outcome = understood(request);
        if (outcome instanceof Outcome.Taken taken) {
            keep(new Reading<>(taken.state(), taken.events()));
            last = request.now();
        }
        return outcome;
    }

    /** Time passed. */
    void quiet() throws NotKept, InterruptedException {
        switch (hook.content()) {
            case Hook.Content.Alerts content -> quiet(content.system());
            case Hook.Content.Records content -> quiet(content.system());
            case Hook.Content.Mapped mapping -> {
                // Its alerts are of many systems; a storm of them ends with the next call.
            }
        }
    }

    private void quiet(Store system) throws NotKept, InterruptedException {
        AlertState before = state();
        keep(alerts.quiet(before, system, AlertOrigin.ALERT_ORIGIN_ALERTMANAGER, desk.now()));
    }

    private Outcome understood(Request request) {
        return switch (hook.content()) {
            case Hook.Content.Alerts content ->
                json(
                        request,
                        json -> json.path("alerts").isArray()
                                ? taken(alerts.webhook(state(), content.system(), json, request.now()))
                                : unfit("there is no list \"alerts\"; is this Alertmanager's or Grafana's webhook?"));
            case Hook.Content.Records content -> json(request, json -> records(content, json, request.now()));
            case Hook.Content.Mapped mapping -> mapped(request);
        };
    }

    /** One record, or a list of them where the recorder is told to send batches. */
    private Outcome records(Hook.Content.Records content, JsonNode json, Instant now) {
        List<Tree> records = json.isArray() ? new Tree(json).items() : List.of(new Tree(json));
        AlertState state = state();
        List<Event> events = new ArrayList<>();
        for (Tree record : records) {
            if (!record.at("data").node().isObject()) {
                return unfit("there is no \"data\"; is this Alertmanager's event recorder?");
            }
            Reading<AlertState> reading = alerts.recorded(state, content.system(), record.node(), now);
            state = reading.state();
            events.addAll(reading.events());
        }
        return new Outcome.Taken(state, events, List.of());
    }

    private Outcome mapped(Request request) {
        CloudEventReading.Call call = new CloudEventReading.Call(request.headers(), request.body());
        return CloudEventReading.isOne(call)
                ? cloudEvents.read(state(), call, request.now())
                : json(request, json -> mapped.read(state(), json, request.now()));
    }

    private Outcome json(Request request, Function<JsonNode, Outcome> reading) {
        return switch (bodies.read(request.body())) {
            case Body.Read.Good good -> reading.apply(good.json());
            case Body.Read.Bad bad -> bad.why();
        };
    }

    private static Outcome taken(Reading<AlertState> reading) {
        return new Outcome.Taken(reading.state(), reading.events(), List.of());
    }

    private static Outcome unfit(String why) {
        return new Outcome.Refused(Refusal.ILL_FITTING, why);
    }

    private AlertState state() {
        if (!recalled) {
            known = keeping.recall(desk.memory(), key());
            recalled = true;
        }
        return known.orElse(AlertState.empty());
    }

    private void keep(Reading<AlertState> reading) throws NotKept, InterruptedException {
        desk.tell(reading.events());
        keeping.remember(desk.memory(), key(), known, reading.state());
        known = Optional.of(reading.state());
    }

    private String key() {
        return "hook/" + hook.name();
    }
}
