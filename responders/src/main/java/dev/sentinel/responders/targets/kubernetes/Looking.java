package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.v1.FieldChange;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Does nothing but look, so that a plan can wait for what it sees. */
public final class Looking implements Action {
    private static final int LONGEST = 1500;

    /** One way of looking at one kind of thing. */
    public interface Look {
        Declaration declaration();

        /** Empty when there is no such thing. */
        Optional<Seen> look(Order order, Cluster cluster) throws NoAnswer;
    }

    private final Look look;
    private final Cluster cluster;
    private final InstantSource clock;

    public Looking(Look look, Cluster cluster, InstantSource clock) {
        this.look = look;
        this.cluster = cluster;
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return look.declaration();
    }

    @Override
    public Sight observe(Order order) throws NoAnswer {
        return look.look(order, cluster)
                .filter(seen -> order.target().getUid().isEmpty()
                        || order.target().getUid().equals(seen.uid()))
                .map(seen -> new Sight(
                        Sights.target(order, seen.uid(), seen.resourceVersion(), seen.facts(), clock),
                        Sight.Standing.AS_ORDERED,
                        Optional.empty()))
                .orElseGet(() -> Sights.gone(order, clock));
    }

    @Override
    public List<FieldChange> rehearse(Order order) {
        return List.of();
    }

    @Override
    public Outcome execute(Order order, OperationKey key) {
        try {
            Sight sight = observe(order);
            return sight.standing() == Sight.Standing.GONE
                    ? new Outcome.Done(Sights.missing(order), List.of())
                    : new Outcome.Done(sentence(sight), List.of());
        } catch (NoAnswer e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e.passing());
        }
    }

    private static String sentence(Sight sight) {
        String facts = new TreeMap<>(sight.target().getFactsMap())
                .entrySet().stream()
                        .map(each -> each.getKey() + " is " + (each.getValue().isEmpty() ? "empty" : each.getValue()))
                        .collect(Collectors.joining(", "));
        return "%s: %s"
                .formatted(
                        sight.target().getRef().getName(),
                        facts.length() <= LONGEST ? facts : facts.substring(0, LONGEST) + " ...");
    }
}
