package dev.sentinel.collectors.running;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one collector remembers between two looks and over restarts. Safe for all threads. */
public final class Memory {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
    private static final int LONGEST_KEY = 512;
    private static final int LARGEST_STATE = 1 << 20;

    private final Shelf shelf;

    public Memory(Shelf shelf) {
        this.shelf = shelf;
    }

    /** What was remembered under this key; what can no longer be read counts as never known. */
    public <S> Optional<S> recall(String key, Codec<S> codec) {
        return shelf.take(key).flatMap(body -> readable(key, body, codec));
    }

    /** Everything whose key begins like this. */
    public <S> SortedMap<String, S> recallAll(String prefix, Codec<S> codec) {
        SortedMap<String, S> found = new TreeMap<>();
        shelf.takeAll(prefix)
                .forEach((key, body) -> readable(key, body, codec).ifPresent(state -> found.put(key, state)));
        return found;
    }

    /**
     * Remembers these in one step, after the events that belong to them were told: then a crash in between costs a
     * repetition, which has the same ids, and never a loss. A state of more than a mebibyte is not kept: that is said, and the
     * next start looks at its source as for the first time.
     */
    public <S> void remember(Map<String, S> states, Codec<S> codec) {
        SortedMap<String, byte[]> bodies = new TreeMap<>();
        List<String> tooLarge = new ArrayList<>();
        states.forEach((key, state) -> {
            byte[] body = codec.encode(state);
            if (body.length <= LARGEST_STATE) {
                bodies.put(bounded(key), body);
            } else {
                LOG.atWarn()
                        .addKeyValue("key", key)
                        .addKeyValue("bytes", body.length)
                        .log("too large to be remembered");
                tooLarge.add(key);
            }
        });
        if (!bodies.isEmpty()) {
            shelf.put(bodies);
        }
        if (!tooLarge.isEmpty()) {
            // What was remembered before would be taken for the truth.
            shelf.remove(tooLarge);
        }
    }

    public <S> void remember(String key, S state, Codec<S> codec) {
        remember(Map.of(key, state), codec);
    }

    public void forget(Collection<String> keys) {
        shelf.remove(List.copyOf(keys));
    }

    private static String bounded(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "a key of 1 to %d characters, not %d".formatted(LONGEST_KEY, key.length()));
        }
        return key;
    }

    private static <S> Optional<S> readable(String key, byte[] body, Codec<S> codec) {
        try {
            return Optional.of(codec.decode(body));
        } catch (Codec.Forgotten e) {
            LOG.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("why", e.getMessage())
                    .log("what was remembered cannot be read; it is looked at as for the first time");
            return Optional.empty();
        }
    }
}
