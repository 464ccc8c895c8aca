package dev.sentinel.responders.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.faults.Sentence;
import dev.sentinel.lab.world.longhorn.Names;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.kubernetes.Connection;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A small cluster behind a real API, and the client of the product on it. */
public final class Ground implements AutoCloseable {
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    public static final OperationKey KEY = new OperationKey("inc-1/step-1", 7);
    static final String CLUSTER = "test";

    public final Cluster world = Cluster.found(7, BEGIN, Disks.none(), Map.of());
    public final Stage stage = new Stage(world.world());
    public final ApiServer api;
    public final dev.sentinel.responders.targets.kubernetes.Cluster cluster;
    public final InstantSource clock = stage::now;
    private final Faults faults = new Faults(world);

    private Ground(Duration timeout) {
        try {
            api = ApiServer.open(stage, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cluster = at(api.uri(), timeout);
        for (String node : List.of("agent-1", "agent-2", "agent-3")) {
            stage.play(any -> world.joins(node, Map.of()));
        }
        passes(Duration.ofMinutes(1));
    }

    public static Ground open() {
        return new Ground(Duration.ofSeconds(20));
    }

    /** Gives up on the API after so long. */
    public static Ground impatient(Duration timeout) {
        return new Ground(timeout);
    }

    public static dev.sentinel.responders.targets.kubernetes.Cluster at(URI api, Duration timeout) {
        return new dev.sentinel.responders.targets.kubernetes.Cluster(
                new Connection.Address(api, Optional.empty(), Optional.empty()), timeout);
    }

    public void passes(Duration time) {
        stage.advance(stage.now().plus(time));
    }

    /** A stateful set of one pod on one volume; says the volume's name. */
    public String runs(String name) {
        stage.play(any -> world.runs("apps", name, name, 1, "1Gi"));
        passes(Duration.ofSeconds(40));
        return text(get(Kinds.CLAIM, "apps", "data-" + name + "-0"), "spec", "volumeName");
    }

    /** A Prometheus with its operator; says the volume's name. */
    public String prometheus(String name) {
        stage.play(any -> world.prometheus("monitoring", name, "1Gi"));
        passes(Duration.ofSeconds(40));
        return text(
                get(Kinds.CLAIM, "monitoring", "prometheus-%s-db-prometheus-%s-0".formatted(name, name)),
                "spec",
                "volumeName");
    }

    /** Argo CD heals what it manages. */
    public void argo(String name, ObjectNode resource) {
        stage.play(any -> {
            world.namespace("argocd");
            var unused = world.create(
                    Kinds.APPLICATION,
                    Tree.of(
                            "metadata",
                            Tree.of("name", name, "namespace", "argocd"),
                            "spec",
                            Tree.of("syncPolicy", Tree.of("automated", Tree.of("prune", true, "selfHeal", true))),
                            "status",
                            Tree.of("resources", Tree.list(resource))));
        });
    }

    /** As the scenarios of the lab say it: "fail replica ...". */
    public void happens(String sentence) {
        stage.play(any -> faults.happen(Sentence.read(sentence)));
    }

    public ObjectNode get(Kind kind, String namespace, String name) {
        return stage.look(
                each -> each.store().get(new Key(kind, namespace, name)).deepCopy());
    }

    public ObjectNode longhorn(Kind kind, String name) {
        return get(kind, Names.NAMESPACE, name);
    }

    public void change(Kind kind, String namespace, String name, Consumer<ObjectNode> deed) {
        stage.play(each -> each.store().change(new Key(kind, namespace, name), deed));
    }

    public List<ObjectNode> all(Kind kind) {
        return stage.look(each -> List.copyOf(each.store().all(kind)));
    }

    public static String text(JsonNode node, String... path) {
        return Tree.text(node, path);
    }

    public static Ref ref(String kind, String namespace, String name) {
        return Ref.newBuilder()
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    public static Order order(Action action, Ref target, Arguments arguments) {
        return new Order(CLUSTER, action.declaration().name(), target, arguments);
    }

    public static Order order(Action action, Ref target) {
        return order(action, target, Arguments.none());
    }

    /** The order that takes back what the sight was before. */
    public static Order back(Action action, Sight before) {
        Inverse inverse = before.wayBack().orElseThrow();
        if (!inverse.getAction().equals(action.declaration().name())) {
            throw new AssertionError("the way back is %s and not %s"
                    .formatted(inverse.getAction(), action.declaration().name()));
        }
        return order(action, before.target().getRef(), new Arguments(inverse.getArgumentsList()));
    }

    /** Does it and expects it to be done. */
    public static Outcome.Done done(Action action, Order order) {
        Outcome outcome = action.execute(order, KEY);
        if (outcome instanceof Outcome.Done done) {
            return done;
        }
        throw new AssertionError("not done: " + outcome);
    }

    /**
     * The life of a reversible act: nothing changes while it is rehearsed, what is rehearsed is what is done, a second time it is
     * done already, and its way back leaves everything as it was.
     *
     * @param state of what is changed, as it is now
     */
    public void livesThrough(Action act, Action wayBack, Order order, Supplier<JsonNode> state) throws NoAnswer {
        // As text, for the world counts now in one width of numbers and now in another.
        Supplier<String> specification = () -> state.get().toString();
        String before = specification.get();
        Sight sight = act.observe(order);
        expect(Sight.Standing.OTHERWISE, sight.standing());
        var rehearsed = act.rehearse(order);
        expect(before, specification.get());
        expect(false, rehearsed.isEmpty());
        expect(rehearsed, done(act, order).changes());
        expect(false, before.equals(specification.get()));
        Sight after = act.observe(order);
        expect(Sight.Standing.AS_ORDERED, after.standing());
        expect(Optional.empty(), after.wayBack());
        expect(List.of(), act.rehearse(order));
        if (!(act.execute(order, KEY) instanceof Outcome.AlreadyDone)) {
            throw new AssertionError("done twice");
        }
        done(wayBack, back(wayBack, sight));
        expect(before, specification.get());
    }

    private static void expect(Object wanted, Object found) {
        assertThat(found).isEqualTo(wanted);
    }

    @Override
    public void close() {
        cluster.close();
        api.close();
    }
}
