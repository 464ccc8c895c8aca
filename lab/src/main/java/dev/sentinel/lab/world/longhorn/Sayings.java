package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;

/** Log lines as Longhorn's processes print them (4): logrus text, in an instance manager's log behind the process' name. */
final class Sayings {

    private final World world;

    Sayings(World world) {
        this.world = world;
    }

    /** An engine or replica process, through the log of its instance manager. */
    void process(JsonNode instance, String level, String message, String fields) {
        String manager = Tree.text(instance, "status", "instanceManagerName");
        if (!manager.isEmpty()) {
            world.logs()
                    .print(
                            new Logs.Source(Names.NAMESPACE, manager, "instance-manager"),
                            "[%s] %s".formatted(Names.name(instance), logrus(level, message, fields)));
        }
    }

    /** The instance manager itself; that a process died it says at level info (4.2). */
    void instanceManager(String manager, String message) {
        world.logs()
                .print(
                        new Logs.Source(Names.NAMESPACE, manager, "instance-manager"),
                        "[longhorn-instance-manager] " + logrus("info", message, ""));
    }

    /** The longhorn-manager pod on a node; when it has none, nobody says it. */
    void manager(String node, String level, String message, String fields) {
        pod(node, "longhorn-manager", "longhorn-manager", logrus(level, message, fields));
    }

    /** The CSI plugin's pod on a node. */
    void csi(String node, String line) {
        pod(node, "longhorn-csi-plugin", "longhorn-csi-plugin", line);
    }

    private void pod(String node, String app, String container, String line) {
        world.store().all(Kinds.POD).stream()
                .filter(pod -> Tree.text(pod, "metadata", "labels", "app").equals(app)
                        && Tree.text(pod, "spec", "nodeName").equals(node))
                .findFirst()
                .ifPresent(
                        pod -> world.logs().print(new Logs.Source(Names.NAMESPACE, Names.name(pod), container), line));
    }

    private String logrus(String level, String message, String fields) {
        return "time=\"%s\" level=%s msg=\"%s\"%s"
                .formatted(
                        Tree.time(world.now()),
                        level,
                        message.replace("\"", "\\\""),
                        fields.isEmpty() ? "" : " " + fields);
    }
}
