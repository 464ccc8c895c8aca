package dev.sentinel.responders.running;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Survey;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.v1.RiskTier;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A world of switches: nodes that take copies or not, and pods or not. Counts how often each operation had an effect. */
final class Lab implements Survey {

    static final String OFF = "longhorn.node.scheduling.off";
    static final String ON = "longhorn.node.scheduling.on";
    static final String CORDON = "kubernetes.node.cordon";
    static final String UNCORDON = "kubernetes.node.uncordon";
    static final String LOOK = "evidence.collect";

    private static final Situation SITUATION = Worlds.of("""
            nodes: [{name: agent-1}, {name: agent-2}, {name: agent-3}, {name: agent-4}]
            """);

    final Map<String, String> switches = new TreeMap<>();
    final Map<String, Integer> applied = new TreeMap<>();
    final List<String> done = new ArrayList<>();
    final Clock clock;
    final Map<String, String> labels = new TreeMap<>();
    Trouble trouble = (point, order) -> Optional.empty();
    Duration timeout = Duration.ofSeconds(30);
    /** Not yet in the first minute of a node. */
    boolean longhornKnowsIt = true;

    /** What goes wrong at a point: "observe", "before" the effect, "after" it. */
    interface Trouble {
        Optional<Outcome> at(String point, Order order) throws NoAnswer;
    }

    Lab(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Situation look() {
        return new Situation(
                SITUATION.cluster(),
                clock.instant(),
                SITUATION.machines().stream().map(this::machine).toList(),
                SITUATION.volumes(),
                SITUATION.workloads(),
                SITUATION.settings(),
                SITUATION.unread());
    }

    /** The switch that a survey sees is the one that was turned. */
    private Machine machine(Machine each) {
        boolean open = value(each.name(), "allowScheduling").equals("true");
        return new Machine(
                each.name(),
                each.uid(),
                each.ready(),
                each.readySince(),
                each.createdAt(),
                each.cordoned(),
                each.bootId(),
                labels,
                each.storage()
                        .filter(storage -> longhornKnowsIt)
                        .map(storage -> new Machine.Storage(
                                storage.uid(),
                                storage.resourceVersion(),
                                storage.ready(),
                                open,
                                storage.evictionRequested(),
                                storage.disks())),
                each.instanceManagers());
    }

    Catalog catalog() {
        return new Catalog(List.of(
                new Switch(OFF, ON, "longhorn.node", "allowScheduling", "false"),
                new Switch(ON, OFF, "longhorn.node", "allowScheduling", "true"),
                new Switch(CORDON, UNCORDON, "kubernetes.node", "cordoned", "true"),
                new Switch(UNCORDON, CORDON, "kubernetes.node", "cordoned", "false"),
                new Reading()));
    }

    String value(String node, String fact) {
        return switches.getOrDefault(node + "." + fact, fact.equals("cordoned") ? "false" : "true");
    }

    private Sight sight(Order order, String fact, Sight.Standing standing, Optional<Inverse> wayBack) {
        return new Sight(
                ObservedTarget.newBuilder()
                        .setRef(order.target())
                        .setObservedAt(Timestamps.fromMillis(clock.millis()))
                        .putFacts(fact, value(order.target().getName(), fact))
                        .build(),
                standing,
                wayBack);
    }

    private final class Switch implements Action {
        private final Declaration declaration;
        private final String back;
        private final String fact;
        private final String value;

        Switch(String name, String back, String target, String fact, String value) {
            this.declaration = new Declaration(
                    name,
                    "turns a switch",
                    RiskTier.RISK_TIER_REVERSIBLE,
                    List.of(target),
                    List.of(),
                    List.of(),
                    timeout,
                    new WayBack.By(back, Duration.ofDays(3)),
                    "patch nodes",
                    List.of());
            this.back = back;
            this.fact = fact;
            this.value = value;
        }

        @Override
        public Declaration declaration() {
            return declaration;
        }

        @Override
        public Sight observe(Order order) throws NoAnswer {
            var unused = trouble.at("observe", order);
            boolean so = value(order.target().getName(), fact).equals(value);
            Inverse inverse = Inverse.newBuilder()
                    .setAction(back)
                    .setDueInSeconds(Duration.ofDays(3).toSeconds())
                    .build();
            return sight(
                    order,
                    fact,
                    so ? Sight.Standing.AS_ORDERED : Sight.Standing.OTHERWISE,
                    so ? Optional.empty() : Optional.of(inverse));
        }

        @Override
        public List<FieldChange> rehearse(Order order) {
            return List.of(FieldChange.newBuilder()
                    .setPath("spec." + fact)
                    .setPreviousValue(value(order.target().getName(), fact))
                    .setValue(value)
                    .build());
        }

        @Override
        public Outcome execute(Order order, OperationKey key) {
            try {
                Optional<Outcome> instead = trouble.at("before", order);
                if (instead.isPresent()) {
                    return instead.get();
                }
                String node = order.target().getName();
                if (value(node, fact).equals(value)) {
                    return new Outcome.AlreadyDone("it is so");
                }
                switches.put(node + "." + fact, value);
                applied.merge(key.value(), 1, Integer::sum);
                done.add(order.action() + " " + node);
                return trouble.at("after", order).orElseGet(() -> new Outcome.Done("it is so now", List.of()));
            } catch (NoAnswer e) {
                return new Outcome.Unknown(String.valueOf(e.getMessage()), "look");
            }
        }
    }

    private final class Reading implements Action {
        @Override
        public Declaration declaration() {
            return new Declaration(
                    LOOK,
                    "reads",
                    RiskTier.RISK_TIER_READ,
                    List.of("kubernetes.node"),
                    List.of(),
                    List.of(),
                    Duration.ofSeconds(30),
                    new WayBack.Unchanging(),
                    "get nodes",
                    List.of());
        }

        @Override
        public Sight observe(Order order) throws NoAnswer {
            var unused = trouble.at("observe", order);
            return sight(order, "calm", Sight.Standing.OTHERWISE, Optional.empty());
        }

        @Override
        public List<FieldChange> rehearse(Order order) {
            return List.of();
        }

        @Override
        public Outcome execute(Order order, OperationKey key) {
            done.add(order.action() + " " + order.target().getName());
            return new Outcome.Done("read", List.of());
        }
    }
}
