package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.LonghornSettingChanged;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Settings, and which nodes one of them decides about (domain page 1.8 and 5.9). */
final class SettingReading {
    /** It decides where replicas go, so it governs each node that takes some (see EDGE_KIND_GOVERNS). */
    private static final String BALANCE = "replica-auto-balance";

    private final World world;
    private final Telling telling;

    SettingReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource setting) {
        var key = new World.Key(Kinds.SETTING, setting.name());
        Optional<Known.Setting> before = world.find(Known.Setting.class, key);
        // The value stands at the top, there is no spec.
        String value = setting.tree().at("value").message();
        before.filter(old -> !old.value().equals(value)).ifPresent(old -> changed(setting, value, old));
        world.put(
                key,
                new Known.Setting(
                        setting.uid(), value, before.map(Known.Setting::edges).orElse(List.of())));
        governed();
    }

    /** Tells anew which nodes are governed; called when the setting or a node changed. */
    void governed() {
        var key = new World.Key(Kinds.SETTING, BALANCE);
        world.find(Known.Setting.class, key).ifPresent(setting -> {
            var subject = world.ref(Kinds.SETTING, BALANCE);
            List<Edge> now = world.all(Known.Node.class).entrySet().stream()
                    .filter(node ->
                            node.getValue().allows() && !node.getValue().disks().isEmpty())
                    .map(node ->
                            Telling.edge(EdgeKind.EDGE_KIND_GOVERNS, subject, Refs.node(node.getKey()), telling.now()))
                    .toList();
            List<Edge> edges = telling.links(Kinds.SETTING, subject, setting.edges(), now);
            world.put(key, new Known.Setting(setting.uid(), setting.value(), edges));
        });
    }

    private void changed(Resource setting, String value, Known.Setting old) {
        Optional<Resource.Change> change = setting.lastChange("value");
        // Whether it is applied is said from 1.7 on; before, it always was.
        boolean applied = !setting.status("applied").present()
                || setting.status("applied").flag();
        var changed = LonghornSettingChanged.newBuilder()
                .setValue(value)
                .setPreviousValue(old.value())
                .setApplied(applied)
                .setChangedBy(change.map(Resource.Change::by).orElse(""));
        Instant at = change.map(Resource.Change::at).orElse(telling.now());
        telling.tell(setting.ref(Kinds.SETTING), List.of(), at, Severity.SEVERITY_INFO, changed.build());
    }
}
