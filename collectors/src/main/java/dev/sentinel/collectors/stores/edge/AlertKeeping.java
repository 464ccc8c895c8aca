package dev.sentinel.collectors.stores.edge;

import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.collectors.web.Keeping;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps what is known of many thousand alerts in parts, of which only those are written that changed. */
public final class AlertKeeping implements Keeping<AlertState> {
    private static final JsonCodec<AlertState> CODEC = JsonCodec.of(AlertState.class);
    private static final int PARTS = 64;

    @Override
    public Optional<AlertState> recall(Memory memory, String key) {
        Collection<AlertState> parts = memory.recallAll(key + "/alerts/", CODEC).values();
        Map<String, AlertState.Told> told = new HashMap<>();
        parts.forEach(part -> told.putAll(part.told()));
        Optional<AlertState.Storm> storm =
                parts.stream().flatMap(part -> part.storm().stream()).findFirst();
        return parts.isEmpty() ? Optional.empty() : Optional.of(new AlertState(told, storm));
    }

    @Override
    public void remember(Memory memory, String key, Optional<AlertState> before, AlertState now) {
        Map<String, AlertState> old = before.map(state -> parts(key, state)).orElse(Map.of());
        Map<String, AlertState> changed = parts(key, now);
        changed.entrySet().removeIf(part -> part.getValue().equals(old.get(part.getKey())));
        if (!changed.isEmpty()) {
            memory.remember(changed, CODEC);
        }
    }

    private static Map<String, AlertState> parts(String key, AlertState state) {
        Map<Integer, Map<String, AlertState.Told>> told = new HashMap<>();
        state.told()
                .forEach((alert, each) -> told.computeIfAbsent(
                                Math.floorMod(alert.hashCode(), PARTS), part -> new HashMap<>())
                        .put(alert, each));
        Map<String, AlertState> parts = new TreeMap<>();
        for (int part = 0; part < PARTS; part++) {
            // All parts are there, so that one which became empty is written empty; the storm is in the first.
            parts.put(
                    "%s/alerts/%02d".formatted(key, part),
                    new AlertState(told.getOrDefault(part, Map.of()), part == 0 ? state.storm() : Optional.empty()));
        }
        return parts;
    }
}
