package dev.sentinel.collectors.running;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Where a memory lies. Safe for all threads. */
public interface Shelf {
    Optional<byte[]> take(String key);

    SortedMap<String, byte[]> takeAll(String prefix);

    /** All or none. */
    void put(Map<String, byte[]> bodies);

    void remove(List<String> keys);
}
