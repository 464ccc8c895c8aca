package dev.sentinel.collectors.webhook;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.collectors.rules.Section;
import dev.sentinel.v1.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The bodies a mapping brings along as its own test: {@code {body: '{...}', becomes: {subject: ..., severity: ...}}}. */
final class MappingExamples {
    private static final Instant MOMENT = Instant.parse("2026-02-21T12:00:00Z");

    private final Mapping mapping;
    private final Filled filled;

    MappingExamples(Mapping mapping) {
        this.mapping = mapping;
        this.filled = new Filled(new Facts(new Witness("example", "webhook", "example")), mapping);
    }

    void check(List<Section> examples) {
        for (Section each : examples) {
            boolean harmless = each.has("nothing");
            String text = each.need(harmless ? "nothing" : "body");
            switch (new Body().read(text.getBytes(StandardCharsets.UTF_8))) {
                case Body.Read.Bad bad ->
                    each.complain(harmless ? "nothing" : "body", bad.why().why());
                case Body.Read.Good good -> check(each, good, harmless);
            }
            each.section("becomes");
            each.refuseOthers();
        }
    }

    private void check(Section example, Body.Read.Good body, boolean harmless) {
        boolean taken = mapping.isFor(body.json());
        if (harmless == taken) {
            String what = "the mapping \"%s\" %s this body".formatted(mapping.id(), taken ? "takes" : "does not take");
            example.complain(harmless ? "nothing" : "body", what);
        } else if (taken) {
            var list = mapping.each().map(place -> place.in(new Found(body.json(), body.json())));
            if (list.isPresent() && list.get().isEmpty()) {
                example.complain("body", "each: there is nothing in the list at that path");
            } else {
                var item = list.map(each -> each.path(0)).orElse(body.json());
                becomes(example, filled.of(new Found(body.json(), item), MOMENT));
            }
        }
    }

    private static void becomes(Section example, Filled.Result result) {
        switch (result) {
            case Filled.Result.Lacking lacking -> example.complain("body", lacking.why());
            case Filled.Result.Own own -> example.section("becomes").ifPresent(wanted -> compare(wanted, own.event()));
            case Filled.Result.Alerting alerting ->
                example.section("becomes").ifPresent(wanted -> {
                    same(
                            wanted,
                            "subject",
                            alerting.store().ref().getKind() + "/"
                                    + alerting.store().ref().getName());
                    same(
                            wanted,
                            "name",
                            alerting.alert().path("labels").path("alertname").asText());
                    same(wanted, "status", alerting.alert().path("status").asText());
                    wanted.refuseOthers();
                });
        }
    }

    private static void compare(Section wanted, Event event) {
        String severity =
                event.getSeverity().name().substring("SEVERITY_".length()).toLowerCase(Locale.ROOT);
        same(wanted, "severity", severity);
        same(
                wanted,
                "subject",
                event.getSubject().getKind() + "/" + event.getSubject().getName());
        same(wanted, "name", event.getCustom().getName());
        wanted.section("fields")
                .ifPresent(fields -> fields.keys()
                        .forEach(key -> same(fields, key, event.getCustom().getFieldsOrDefault(key, ""))));
        wanted.refuseOthers();
    }

    private static void same(Section wanted, String key, String actual) {
        wanted.text(key)
                .filter(expected -> !expected.equals(actual))
                .ifPresent(expected -> wanted.complain(key, "is \"%s\", not \"%s\"".formatted(actual, expected)));
    }
}
