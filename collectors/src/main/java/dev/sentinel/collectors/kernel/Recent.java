package dev.sentinel.collectors.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers the newest few things said, by key; the oldest go first. */
final class Recent<V> {
    private final int most;
    private final Map<String, V> values = new LinkedHashMap<>();

    Recent(int most) {
        this.most = most;
    }

    void put(String key, V value) {
        values.remove(key);
        values.put(key, value);
        if (values.size() > most) {
            values.remove(values.keySet().iterator().next());
        }
    }

    /** Takes it out: each is used once. */
    Optional<V> take(String key) {
        return Optional.ofNullable(values.remove(key));
    }
}
