package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Answers one request of the Kubernetes API. */
final class Desk {

    private final Stage stage;
    private final Trouble trouble;

    Desk(Stage stage, Trouble trouble) {
        this.stage = stage;
        this.trouble = trouble;
    }

    Answer answer(Call call) {
        Optional<Target> target = Target.of(call.path());
        trouble.meet(target);
        if (target.isPresent()) {
            return answer(target.get(), call);
        }
        if (call.path().size() == 4 && call.path().getLast().equals("selfsubjectaccessreviews")) {
            return Answer.json(201, reviewed(call.object()));
        }
        return Discovery.answer(call.path(), call.accept())
                .orElseThrow(() ->
                        new Refused(Refused.Reason.NOT_FOUND, "the server could not find the requested resource"));
    }

    private Answer answer(Target target, Call call) {
        return switch (target.part()) {
            case "" -> target.one() ? one(target, call) : many(target, call);
            case "status" -> status(target, call);
            case "scale" -> scale(target, call);
            case "log" -> new Answer.Flow("text/plain", new PodLogs(stage, of(target, Kinds.POD), call));
            case "eviction" -> evict(of(target, Kinds.POD), call);
            default -> throw new Refused(Refused.Reason.NOT_FOUND, "there is no subresource " + target.part());
        };
    }

    private Answer one(Target target, Call call) {
        return switch (call.method()) {
            case "GET" -> call.flag("watch") ? watch(target, call) : get(target, call);
            case "PUT" -> changed(target, call, world -> Writing.update(world, target, call));
            case "PATCH" -> changed(target, call, world -> Writing.patch(world, target, call));
            case "DELETE" -> {
                stage.play(world -> Writing.delete(world, target, call));
                yield Answer.ok(
                        Tree.of("kind", "Status", "apiVersion", "v1", "metadata", Tree.of(), "status", "Success"));
            }
            default -> throw unable(call);
        };
    }

    private Answer many(Target target, Call call) {
        return switch (call.method()) {
            case "GET" -> call.flag("watch") ? watch(target, call) : list(target, call);
            case "POST" -> Answer.json(201, stage.ask(world -> Writing.create(world, target, call)));
            case "DELETE" -> deleteAll(target, call);
            default -> throw unable(call);
        };
    }

    private Answer get(Target target, Call call) {
        return Answer.ok(stage.look(
                world -> shape(target.kind(), call, world).apply(world.store().get(target.key()))));
    }

    private Answer list(Target target, Call call) {
        return Answer.ok(stage.look(world -> {
            ObjectNode list = Listing.of(world, target, call);
            return Tables.asked(call)
                    ? Tables.of(target.kind(), world.now(), call).list(list)
                    : list;
        }));
    }

    private Answer watch(Target target, Call call) {
        UnaryOperator<ObjectNode> shape = object -> Tables.asked(call)
                ? stage.look(
                        world -> Tables.of(target.kind(), world.now(), call).one(object))
                : object;
        return new Answer.Flow("application/json", new Watching(stage, target, call, trouble, shape));
    }

    private Answer deleteAll(Target target, Call call) {
        stage.play(world -> {
            for (JsonNode item : Listing.of(world, target, call).path("items")) {
                Key key = Key.of(target.kind(), item);
                Writing.delete(world, new Target(key.kind(), key.namespace(), key.name(), ""), call);
            }
        });
        return Answer.ok(Tree.of("kind", "Status", "apiVersion", "v1", "metadata", Tree.of(), "status", "Success"));
    }

    private Answer changed(Target target, Call call, Function<World, ObjectNode> change) {
        return Answer.ok(stage.ask(world -> shape(target.kind(), call, world).apply(change.apply(world))));
    }

    private Answer status(Target target, Call call) {
        if (!target.kind().status()) {
            throw new Refused(Refused.Reason.NOT_FOUND, "%s has no status of its own".formatted(target.kind()));
        }
        return one(target, call);
    }

    private Answer scale(Target target, Call call) {
        if (!Discovery.scaled(target.kind())) {
            throw new Refused(Refused.Reason.NOT_FOUND, "%s cannot be scaled".formatted(target.kind()));
        }
        return switch (call.method()) {
            case "GET" ->
                Answer.ok(stage.look(
                        world -> Scaling.scale(target.kind(), world.store().get(target.key()))));
            case "PUT", "PATCH" -> Answer.ok(stage.ask(world -> Scaling.change(world, target, call)));
            default -> throw unable(call);
        };
    }

    private Answer evict(Target target, Call call) {
        stage.play(world -> {
            JsonNode options = call.object().path("deleteOptions");
            long own = Tree.number(world.store().get(target.key()), 30, "spec", "terminationGracePeriodSeconds");
            if (!call.dryRun(options)) {
                world.evict(target.key(), Tree.number(options, own, "gracePeriodSeconds"));
            }
        });
        return Answer.json(
                201, Tree.of("kind", "Status", "apiVersion", "v1", "metadata", Tree.of(), "status", "Success"));
    }

    private ObjectNode reviewed(ObjectNode review) {
        JsonNode asked = Tree.at(review, "spec", "resourceAttributes");
        String group = Tree.text(asked, "group");
        String qualified = Tree.text(asked, "resource") + (group.isEmpty() ? "" : "." + group);
        boolean allowed = !trouble.forbidden(qualified);
        Tree.set(review, Tree.of("allowed", allowed, "reason", allowed ? "" : "the lab forbids it"), "status");
        return review;
    }

    private static UnaryOperator<ObjectNode> shape(Kind kind, Call call, World world) {
        return Tables.asked(call) ? Tables.of(kind, world.now(), call)::one : UnaryOperator.identity();
    }

    private static Target of(Target target, Kind kind) {
        if (!target.kind().equals(kind)) {
            throw new Refused(Refused.Reason.NOT_FOUND, "only %s have %s".formatted(kind, target.part()));
        }
        return target;
    }

    private static Refused unable(Call call) {
        return new Refused(
                Refused.Reason.METHOD_NOT_ALLOWED,
                "the server does not allow this method on the requested resource: " + call.method());
    }
}
