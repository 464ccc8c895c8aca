package dev.sentinel.collectors.running;

import dev.sentinel.transport.store.StoreFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on while the store is away: the storage that breaks may be the store's own, and that is no time to stop looking. What
 * could not be written waits here and is written with the next change. Until then a crash costs repetitions, not facts.
 */
final class PatientShelf implements Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(PatientShelf.class);
    /** Beyond it the change is refused, and what it belongs to is read again. */
    private static final int MOST_WAITING = 50_000;

    private final Shelf behind;
    /** Empty: to be removed. */
    private final Map<String, Optional<byte[]>> waiting = new LinkedHashMap<>();

    PatientShelf(Shelf behind) {
        this.behind = behind;
    }

    @Override
    public synchronized Optional<byte[]> take(String key) {
        Optional<byte[]> late = waiting.get(key);
        return late == null ? behind.take(key) : late;
    }

    @Override
    public synchronized SortedMap<String, byte[]> takeAll(String prefix) {
        SortedMap<String, byte[]> found = new TreeMap<>(behind.takeAll(prefix));
        waiting.forEach((key, body) -> {
            if (key.startsWith(prefix)) {
                body.ifPresentOrElse(late -> found.put(key, late), () -> found.remove(key));
            }
        });
        return found;
    }

    @Override
    public synchronized void put(Map<String, byte[]> bodies) {
        Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
        bodies.forEach((key, body) -> changes.put(key, Optional.of(body)));
        change(changes);
    }

    @Override
    public synchronized void remove(List<String> keys) {
        Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();
        keys.forEach(key -> changes.put(key, Optional.empty()));
        change(changes);
    }

    private void change(Map<String, Optional<byte[]>> changes) {
        boolean waited = !waiting.isEmpty();
        Map<String, Optional<byte[]>> all = new LinkedHashMap<>(waiting);
        all.putAll(changes);
        try {
            write(all);
            waiting.clear();
            if (waited) {
                LOG.atInfo().addKeyValue("written", all.size()).log("the store is back; what waited is written");
            }
        } catch (StoreFault e) {
            if (!e.isTransient() || all.size() > MOST_WAITING) {
                throw e;
            }
            waiting.putAll(changes);
            if (!waited) {
                LOG.atWarn()
                        .addKeyValue("why", e.getMessage())
                        .log("the store does not answer; collectors go on and write to it later");
            }
        }
    }

    private void write(Map<String, Optional<byte[]>> changes) {
        Map<String, byte[]> put = new LinkedHashMap<>();
        List<String> removed = new ArrayList<>();
        changes.forEach((key, body) -> body.ifPresentOrElse(some -> put.put(key, some), () -> removed.add(key)));
        if (!put.isEmpty()) {
            behind.put(put);
        }
        if (!removed.isEmpty()) {
            behind.remove(removed);
        }
    }
}
