package dev.sentinel.responders.targets.alertmanager;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Sights;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Written;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Silences one alert that only repeats what an incident says, for an hour at most, with the incident in its comment. Only the alert's
 * name and labels that are named, all exactly: never a pattern, and never everything.
 */
public final class Silence implements Action {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_LABELS = 16;
    private static final String BY = "sentinel";

    private static final Declaration DECLARATION = new Declaration(
            "alertmanager.alert.silence",
            "An alert that only repeats what an incident says is silenced for a short time",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of("alertmanager.alert"),
            List.of(
                    Parameter.required(
                            "labels", Parameter.Type.TEXTS, "all that must be the same, like namespace=monitoring"),
                    Parameter.required("incident", Parameter.Type.TEXT, "which incident says it already"),
                    Parameter.optional(
                            "for",
                            Parameter.Type.DURATION,
                            "an hour at most, which is what it is when nothing is said")),
            List.of("Nobody is told of this alert meanwhile, not even when it fires for another reason"),
            Duration.ofSeconds(30),
            new WayBack.By("alertmanager.alert.expire", Duration.ofHours(2)),
            "create silences in Alertmanager",
            List.of("pause"));

    private final Alertmanager alertmanager;
    private final InstantSource clock;

    public Silence(Alertmanager alertmanager, InstantSource clock) {
        this.alertmanager = alertmanager;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Sight observe(Order order) throws NoAnswer {
        Wanted wanted = Wanted.of(order);
        Optional<JsonNode> found = find(wanted);
        return new Sight(
                Sights.target(
                        order,
                        "",
                        "",
                        Map.of(
                                "silence",
                                found.map(each -> Json.text(each, "id")).orElse("")),
                        clock),
                found.isPresent() ? Sight.Standing.AS_ORDERED : Sight.Standing.OTHERWISE,
                found.isPresent()
                        ? Optional.empty()
                        : Optional.of(Inverses.of(DECLARATION, Arguments.none().with("incident", wanted.incident()))));
    }

    @Override
    public List<FieldChange> rehearse(Order order) throws NoAnswer {
        Wanted wanted = Wanted.of(order);
        return find(wanted).isPresent()
                ? List.of()
                : List.of(FieldChange.newBuilder()
                        .setPath("silence")
                        .setValue(wanted.matchers().toString())
                        .build());
    }

    @Override
    public Outcome execute(Order order, OperationKey key) {
        try {
            Wanted wanted = Wanted.of(order);
            Optional<JsonNode> found = find(wanted);
            if (found.isPresent()) {
                return new Outcome.AlreadyDone("silence " + Json.text(found.get(), "id") + " is there");
            }
            List<FieldChange> changes = rehearse(order);
            Reply reply = alertmanager.web().send("POST", "/api/v2/silences", body(wanted, key));
            return reply instanceof Reply.Answer answer && answer.well()
                    ? new Outcome.Done("Alertmanager took it: " + answer.said(), changes)
                    : Written.not(
                            reply,
                            alertmanager.web().endpoint(),
                            "create silences",
                            "Look for a silence by sentinel with \"%s\" in its comment.".formatted(wanted.incident()));
        } catch (NoAnswer e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e.passing());
        }
    }

    private String body(Wanted wanted, OperationKey key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("matchers", wanted.matchers());
        body.put("startsAt", clock.instant().toString());
        body.put("endsAt", clock.instant().plus(wanted.length()).toString());
        body.put("createdBy", BY);
        body.put("comment", "%s: repeats what this incident says (%s)".formatted(wanted.incident(), key));
        return body.toString();
    }

    /** One of ours with the same matchers for the same incident. */
    private Optional<JsonNode> find(Wanted wanted) throws NoAnswer {
        return alertmanager.silences().stream()
                .filter(each ->
                        isOurs(each, wanted.incident()) && matchers(each).equals(matchers(wanted.matchers())))
                .findFirst();
    }

    static boolean isOurs(JsonNode silence, String incident) {
        return Json.text(silence, "createdBy").equals(BY)
                && Json.text(silence, "comment").startsWith(incident + ":");
    }

    private static Set<String> matchers(JsonNode owner) {
        JsonNode matchers = owner.isArray() ? owner : owner.path("matchers");
        Set<String> all = new TreeSet<>();
        matchers.forEach(each -> all.add("%s=%s %s %s"
                .formatted(
                        Json.text(each, "name"),
                        Json.text(each, "value"),
                        Json.flag(each, "isRegex"),
                        each.path("isEqual").asBoolean(true))));
        return all;
    }

    /** What an order asks for. */
    private record Wanted(ArrayNode matchers, String incident, Duration length) {
        private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=(.{1,256})");

        static Wanted of(Order order) throws NoAnswer {
            ArrayNode matchers = JsonNodeFactory.instance.arrayNode();
            matchers.add(matcher("alertname", order.target().getName()));
            List<String> labels = order.arguments().texts("labels");
            String incident = order.arguments().text("incident").orElse("");
            Duration length = order.arguments().duration("for").orElse(LONGEST);
            if (labels.isEmpty() || labels.size() > MOST_LABELS) {
                throw wrong("from 1 to %d labels besides the alert's name".formatted(MOST_LABELS));
            }
            for (String each : labels) {
                var label = LABEL.matcher(each);
                if (!label.matches()) {
                    throw wrong("labels like namespace=monitoring, and not \"%s\"".formatted(each));
                }
                matchers.add(matcher(label.group(1), label.group(2)));
            }
            if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
                throw wrong("at most an hour");
            }
            if (incident.isBlank()) {
                throw wrong("the incident that says what the alert repeats");
            }
            return new Wanted(matchers, incident, length);
        }

        private static ObjectNode matcher(String name, String value) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("name", name)
                    .put("value", value)
                    .put("isRegex", false)
                    .put("isEqual", true);
        }

        private static NoAnswer wrong(String wanted) {
            return new NoAnswer(NoAnswer.Why.UNSUPPORTED, DECLARATION.name() + " wants " + wanted, null);
        }
    }
}
