package dev.sentinel.collectors.web;

import dev.sentinel.collectors.running.Codec;
import dev.sentinel.collectors.running.Memory;
import java.util.Optional;

/** How what is known of one server is kept in the memory of a collector. */
public interface Keeping<S> {

    Optional<S> recall(Memory memory, String key);

    /**
     * Keeps the new state.
     *
     * @param before what is kept already
     */
    void remember(Memory memory, String key, Optional<S> before, S now);

    /** In one piece, for what is small whatever the server says. */
    static <S> Keeping<S> whole(Codec<S> codec) {
        return new Keeping<>() {
            @Override
            public Optional<S> recall(Memory memory, String key) {
                return memory.recall(key, codec);
            }

            @Override
            public void remember(Memory memory, String key, Optional<S> before, S now) {
                memory.remember(key, now, codec);
            }
        };
    }
}
