package dev.sentinel.collectors.running;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A memory that ends with the process, for a dry run. */
public final class HeapShelf implements Shelf {
    private final TreeMap<String, byte[]> kept = new TreeMap<>();

    @Override
    public synchronized Optional<byte[]> take(String key) {
        return Optional.ofNullable(kept.get(key));
    }

    @Override
    public synchronized SortedMap<String, byte[]> takeAll(String prefix) {
        SortedMap<String, byte[]> found = new TreeMap<>();
        for (Map.Entry<String, byte[]> entry : kept.tailMap(prefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.put(entry.getKey(), entry.getValue());
        }
        return found;
    }

    @Override
    public synchronized void put(Map<String, byte[]> bodies) {
        kept.putAll(bodies);
    }

    @Override
    public synchronized void remove(List<String> keys) {
        keys.forEach(kept::remove);
    }
}
