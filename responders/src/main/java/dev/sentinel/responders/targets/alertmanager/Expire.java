package dev.sentinel.responders.targets.alertmanager;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Sights;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Web;
import dev.sentinel.responders.targets.web.Written;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends the silences that were made for an incident's alert before their time; those of people are left alone. */
public final class Expire implements Action {
    private static final Declaration DECLARATION = new Declaration(
            "alertmanager.alert.expire",
            "Silences of an alert that were made for an incident end",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of("alertmanager.alert"),
            List.of(Parameter.required("incident", Parameter.Type.TEXT, "which incident they were made for")),
            List.of("People are told of the alert again"),
            Duration.ofSeconds(30),
            new WayBack.Never(
                    "an ended silence is made anew when it is wanted, and not restored",
                    "nothing: the alert is told again"),
            "expire silences in Alertmanager",
            List.of("pause"));

    private final Alertmanager alertmanager;
    private final InstantSource clock;

    public Expire(Alertmanager alertmanager, InstantSource clock) {
        this.alertmanager = alertmanager;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Sight observe(Order order) throws NoAnswer {
        List<String> ids = ids(order);
        return new Sight(
                Sights.target(order, "", "", Map.of("silence", String.join(" ", ids)), clock),
                ids.isEmpty() ? Sight.Standing.AS_ORDERED : Sight.Standing.OTHERWISE,
                Optional.empty());
    }

    @Override
    public List<FieldChange> rehearse(Order order) throws NoAnswer {
        return ids(order).stream()
                .map(each -> FieldChange.newBuilder()
                        .setPath("silence")
                        .setPreviousValue(each)
                        .build())
                .toList();
    }

    /** One at a time: what is left over after a failure is still there to see. */
    @Override
    public Outcome execute(Order order, OperationKey key) {
        try {
            List<FieldChange> changes = rehearse(order);
            for (FieldChange each : changes) {
                Reply reply = alertmanager
                        .web()
                        .send("DELETE", "/api/v2/silence/" + Web.encoded(each.getPreviousValue()), "");
                if (!(reply instanceof Reply.Answer answer && (answer.well() || answer.code() == 404))) {
                    return Written.not(
                            reply,
                            alertmanager.web().endpoint(),
                            "expire silences",
                            "Look whether silence %s is still at work.".formatted(each.getPreviousValue()));
                }
            }
            return changes.isEmpty()
                    ? new Outcome.AlreadyDone("no silence of this incident is at work")
                    : new Outcome.Done("%d silences ended".formatted(changes.size()), changes);
        } catch (NoAnswer e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e.passing());
        }
    }

    private List<String> ids(Order order) throws NoAnswer {
        String incident = order.arguments().text("incident").orElse("");
        if (incident.isBlank()) {
            throw new NoAnswer(NoAnswer.Why.UNSUPPORTED, DECLARATION.name() + " wants the incident", null);
        }
        return alertmanager.silences().stream()
                .filter(each -> Silence.isOurs(each, incident))
                .filter(each -> Json.items(each, "matchers")
                        .anyMatch(matcher -> Json.text(matcher, "name").equals("alertname")
                                && Json.text(matcher, "value")
                                        .equals(order.target().getName())))
                .map(each -> Json.text(each, "id"))
                .toList();
    }
}
