package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Longhorn's settings with their defaults; {@code value} stands at the top of the object (1.8, 5.9). */
public final class Settings {

    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("replica-auto-balance", "disabled"),
            Map.entry("auto-salvage", "true"),
            Map.entry("node-drain-policy", "block-if-contains-last-replica"),
            Map.entry("replica-replenishment-wait-interval", "600"),
            Map.entry("disable-scheduling-on-cordoned-node", "true"),
            Map.entry("node-down-pod-deletion-policy", "do-nothing"),
            Map.entry("auto-delete-pod-when-volume-detached-unexpectedly", "true"),
            Map.entry("create-default-disk-labeled-nodes", "false"),
            Map.entry("default-data-path", "/var/lib/longhorn/"),
            Map.entry("replica-soft-anti-affinity", "false"),
            Map.entry("concurrent-replica-rebuild-per-node-limit", "5"),
            Map.entry("engine-replica-timeout", "{\"v1\":\"8\",\"v2\":\"8\"}"),
            Map.entry("orphan-resource-auto-deletion", ""),
            Map.entry("offline-replica-rebuilding", "{\"v1\":\"false\",\"v2\":\"false\"}"),
            Map.entry("detach-manually-attached-volumes-when-cordoned", "false"),
            Map.entry("snapshot-data-integrity", "{\"v1\":\"fast-check\",\"v2\":\"fast-check\"}"),
            Map.entry("current-longhorn-version", Names.VERSION)));

    private Settings() {}

    public static List<String> names() {
        return List.copyOf(DEFAULTS.keySet());
    }

    public static String get(World world, String name) {
        return world.store()
                .find(Names.key(Kinds.LH_SETTING, name))
                .map(each -> Tree.text(each, "value"))
                .orElse(DEFAULTS.getOrDefault(name, ""));
    }

    public static boolean on(World world, String name) {
        return get(world, name).equals("true");
    }

    static void create(World world) {
        DEFAULTS.forEach((name, value) -> {
            ObjectNode setting = Tree.of(
                    "metadata", Tree.of("name", name, "namespace", Names.NAMESPACE),
                    "value", value,
                    "status", Tree.of("applied", true));
            var unused = world.store().create(Kinds.LH_SETTING, setting);
        });
    }
}
