package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.v1.FieldChange;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Carries out an edit: reads, and if the fields are not as ordered writes them alone, in one merge patch that the API takes only
 * while the object is still the one that was read.
 */
public final class Editing implements Action {
    private final Edit edit;
    private final Cluster cluster;
    private final InstantSource clock;

    public Editing(Edit edit, Cluster cluster, InstantSource clock) {
        this.edit = edit;
        this.cluster = cluster;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return edit.declaration();
    }

    @Override
    public Sight observe(Order order) throws NoAnswer {
        Optional<Edit.Found> found = find(order);
        if (found.isEmpty()) {
            return Sights.gone(order, clock);
        }
        boolean asOrdered = isAsOrdered(order, found.get());
        return new Sight(
                Sights.target(
                        order,
                        found.get().uid(),
                        Json.text(found.get().object(), "metadata", "resourceVersion"),
                        edit.facts(found.get(), cluster),
                        clock),
                asOrdered ? Sight.Standing.AS_ORDERED : Sight.Standing.OTHERWISE,
                asOrdered ? Optional.empty() : Optional.of(edit.wayBack(order, found.get())));
    }

    @Override
    public List<FieldChange> rehearse(Order order) throws NoAnswer {
        Edit.Found found =
                find(order).orElseThrow(() -> new NoAnswer(NoAnswer.Why.UNSUPPORTED, Sights.missing(order), null));
        if (isAsOrdered(order, found)) {
            return List.of();
        }
        Reply reply = cluster.patch(found.place(), patch(found, edit.fields(order, found), Optional.empty()), true);
        if (reply instanceof Reply.Answer answer && answer.well()) {
            return Difference.between(found.object(), cluster.parsed(answer, asked(found)));
        }
        throw Reply.missing(reply, cluster.endpoint(), asked(found) + " (dry run)");
    }

    @Override
    public Outcome execute(Order order, OperationKey key) {
        try {
            Optional<Edit.Found> found = find(order);
            if (found.isEmpty()) {
                return new Outcome.Refused(
                        "target-unchanged", Sights.missing(order), "Make a new plan for what is there now.");
            }
            if (isAsOrdered(order, found.get())) {
                return new Outcome.AlreadyDone(
                        sentence(order, found.get(), found.get().object()));
            }
            Optional<Outcome.Refused> refused = edit.forbids(order, found.get(), cluster);
            return refused.isPresent() ? refused.get() : write(order, found.get(), key);
        } catch (NoAnswer e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e.passing());
        }
    }

    private Outcome write(Order order, Edit.Found found, OperationKey key) throws NoAnswer {
        List<Field> fields = edit.fields(order, found);
        return switch (cluster.patch(found.place(), patch(found, fields, Optional.of(key)), false)) {
            case Reply.Answer answer ->
                answer.well()
                        ? done(order, found, fields, answer)
                        : Refusals.of(answer, found.place(), cluster.endpoint());
            case Reply.Unsent unsent ->
                new Outcome.Failed(
                        "%s is not reached to %s: %s".formatted(cluster.endpoint(), asked(found), unsent.why()), true);
            case Reply.Silence silence ->
                new Outcome.Unknown(
                        "%s was asked to %s and did not answer: %s"
                                .formatted(cluster.endpoint(), asked(found), silence.why()),
                        Refusals.howToLearn(found.place()));
        };
    }

    private Outcome done(Order order, Edit.Found found, List<Field> fields, Reply.Answer answer) throws NoAnswer {
        JsonNode after = cluster.parsed(answer, asked(found));
        return fields.stream().allMatch(each -> each.isSo(after))
                ? new Outcome.Done(sentence(order, found, after), Difference.between(found.object(), after))
                : new Outcome.Failed(
                        "%s took the change of %s and answered with other values than were asked for: somebody between us and the object decides about them"
                                .formatted(cluster.endpoint(), found.place()),
                        false);
    }

    private Optional<Edit.Found> find(Order order) throws NoAnswer {
        String uid = order.target().getUid();
        return edit.find(order, cluster).filter(each -> uid.isEmpty() || uid.equals(each.uid()));
    }

    private boolean isAsOrdered(Order order, Edit.Found found) throws NoAnswer {
        return edit.fields(order, found).stream().allMatch(each -> each.isSo(found.object()))
                && edit.stands(found, cluster);
    }

    private String sentence(Order order, Edit.Found found, JsonNode now) throws NoAnswer {
        StringBuilder sentence = new StringBuilder(found.place().toString());
        for (Field each : edit.fields(order, found)) {
            JsonNode value = Json.at(now, each.path());
            sentence.append(": ")
                    .append(String.join(".", each.path()))
                    .append(value.isMissingNode() ? " is not set" : " is " + value.asText(value.toString()));
        }
        return sentence.toString();
    }

    private static String asked(Edit.Found found) {
        return found.place().permission("patch") + " (" + found.place().name() + ")";
    }

    private static ObjectNode patch(Edit.Found found, List<Field> fields, Optional<OperationKey> key) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode meta = patch.putObject("metadata");
        meta.set("resourceVersion", found.object().path("metadata").path("resourceVersion"));
        // A subresource has no annotations.
        key.filter(any -> found.place().part().isEmpty())
                .ifPresent(each -> meta.putObject("annotations").put(Marks.OPERATION, each.toString()));
        for (Field field : fields) {
            ObjectNode branch = patch;
            for (String step : field.path().subList(0, field.path().size() - 1)) {
                branch = branch.withObjectProperty(step);
            }
            branch.set(field.path().getLast(), field.value());
        }
        return patch;
    }
}
