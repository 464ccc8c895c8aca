package dev.sentinel.responders.targets.nomad;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Sights;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Written;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Inverse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One change that is asked of Nomad: read, and asked for only where it is not so already. */
final class Asking implements Action {

    /** One kind of change. */
    interface Wish {
        Declaration declaration();

        Optional<JsonNode> find(Order order, Nomad nomad) throws NoAnswer;

        String uid(JsonNode found);

        boolean isSo(Order order, JsonNode found) throws NoAnswer;

        /** What would be different. */
        FieldChange change(Order order, JsonNode found) throws NoAnswer;

        Inverse wayBack(Order order, JsonNode found);

        Map<String, String> facts(Order order, JsonNode found, Nomad nomad) throws NoAnswer;

        Reply ask(Order order, JsonNode found, OperationKey key, Nomad nomad) throws NoAnswer;
    }

    private final Wish wish;
    private final Nomad nomad;
    private final InstantSource clock;

    Asking(Wish wish, Nomad nomad, InstantSource clock) {
        this.wish = wish;
        this.nomad = nomad;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return wish.declaration();
    }

    @Override
    public Sight observe(Order order) throws NoAnswer {
        Optional<JsonNode> found = find(order);
        if (found.isEmpty()) {
            return Sights.gone(order, clock);
        }
        boolean isSo = wish.isSo(order, found.get());
        return new Sight(
                Sights.target(
                        order,
                        wish.uid(found.get()),
                        Json.text(found.get(), "ModifyIndex"),
                        wish.facts(order, found.get(), nomad),
                        clock),
                isSo ? Sight.Standing.AS_ORDERED : Sight.Standing.OTHERWISE,
                isSo ? Optional.empty() : Optional.of(wish.wayBack(order, found.get())));
    }

    /** Nomad has no dry run of these; what is read says what would change. */
    @Override
    public List<FieldChange> rehearse(Order order) throws NoAnswer {
        JsonNode found =
                find(order).orElseThrow(() -> new NoAnswer(NoAnswer.Why.UNSUPPORTED, Sights.missing(order), null));
        return wish.isSo(order, found) ? List.of() : List.of(wish.change(order, found));
    }

    @Override
    public Outcome execute(Order order, OperationKey key) {
        try {
            Optional<JsonNode> found = find(order);
            if (found.isEmpty()) {
                return new Outcome.Refused(
                        "target-unchanged", Sights.missing(order), "Make a new plan for what is there now.");
            }
            if (wish.isSo(order, found.get())) {
                return new Outcome.AlreadyDone(order.target().getName() + " is so already");
            }
            FieldChange change = wish.change(order, found.get());
            Reply reply = wish.ask(order, found.get(), key, nomad);
            return reply instanceof Reply.Answer answer && answer.well()
                    ? new Outcome.Done(
                            "Nomad took it: %s of %s is %s"
                                    .formatted(change.getPath(), order.target().getName(), change.getValue()),
                            List.of(change))
                    : Written.not(
                            reply,
                            nomad.web().endpoint(),
                            wish.declaration().permission(),
                            "Look at %s again: %s says whether it happened."
                                    .formatted(order.target().getName(), change.getPath()));
        } catch (NoAnswer e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e.passing());
        }
    }

    private Optional<JsonNode> find(Order order) throws NoAnswer {
        String uid = order.target().getUid();
        return wish.find(order, nomad).filter(each -> uid.isEmpty() || uid.equals(wish.uid(each)));
    }
}
