package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Change;
import dev.sentinel.lab.world.Controller;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Pods;
import dev.sentinel.lab.world.kubernetes.Program;
import java.util.stream.Stream;

/**
 * Gives the pods of servers an address at which they are really served: this machine's, with a port for each pod. So whoever
 * finds pods finds the servers, on any machine.
 */
public final class Addressing implements Controller {

    private static final String LOOPBACK = "127.0.0.1";

    private final Telemetry telemetry;
    private final Doors doors;

    public Addressing(Telemetry telemetry, Doors doors) {
        this.telemetry = telemetry;
        this.doors = doors;
    }

    @Override
    public Stream<Key> concerns(World world, Change change) {
        return change.of(Kinds.POD) && change.type() != Change.Type.DELETED && served(change.after())
                ? Stream.of(change.key())
                : Stream.empty();
    }

    @Override
    public void reconcile(World world, Key key) {
        world.store().find(key).filter(this::served).ifPresent(pod -> {
            int port = doors.port(new Place(key.namespace(), key.name()));
            world.store().change(key, each -> address(each, port));
        });
    }

    private boolean served(JsonNode pod) {
        return telemetry.serves(Tree.text(pod, "metadata", "annotations", Program.ANNOTATION));
    }

    private static void address(ObjectNode pod, int port) {
        Tree.set(pod, LOOPBACK, "metadata", "annotations", Pods.ADDRESS);
        if (!Tree.text(pod, "status", "podIP").isEmpty()) {
            Tree.set(pod, LOOPBACK, "status", "podIP");
        }
        String program = Tree.text(pod, "metadata", "annotations", Program.ANNOTATION);
        Tree.items(pod, "spec", "containers")
                .filter(container -> Tree.text(container, "name").equals(program))
                .flatMap(container -> Tree.items(container, "ports"))
                .limit(1)
                .forEach(each -> ((ObjectNode) each).put("containerPort", port));
    }
}
