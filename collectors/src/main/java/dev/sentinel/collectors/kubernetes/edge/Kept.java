package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.running.Codec;
import dev.sentinel.collectors.running.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The states of one family of things, here and in the memory, where they come after what was told of them. */
final class Kept<S> {
    private final String prefix;
    private final Codec<S> codec;
    private final SortedMap<String, S> states = new TreeMap<>();
    private final Set<String> changed = new HashSet<>();

    Kept(String prefix, Codec<S> codec, Memory memory) {
        this.prefix = prefix;
        this.codec = codec;
        memory.recallAll(prefix, codec).forEach((key, state) -> states.put(key.substring(prefix.length()), state));
    }

    Optional<S> get(String key) {
        return Optional.ofNullable(states.get(key));
    }

    void put(String key, S state) {
        if (!state.equals(states.put(key, state))) {
            changed.add(key);
        }
    }

    void remove(String key) {
        if (states.remove(key) != null) {
            changed.add(key);
        }
    }

    /** All of them, in the order of their keys. */
    Map<String, S> all() {
        return new TreeMap<>(states);
    }

    void keep(Memory memory) {
        if (changed.isEmpty()) {
            return;
        }
        Map<String, S> put = new HashMap<>();
        List<String> removed = new ArrayList<>();
        for (String key : changed) {
            get(key).ifPresentOrElse(state -> put.put(prefix + key, state), () -> removed.add(prefix + key));
        }
        if (!put.isEmpty()) {
            memory.remember(put, codec);
        }
        if (!removed.isEmpty()) {
            memory.forget(removed);
        }
        changed.clear();
    }
}
