package dev.sentinel.collectors.running;

/** How a memory is written down. */
public interface Codec<S> {
    byte[] encode(S state);

    /**
     * Reads it back.
     *
     * @throws Forgotten when it cannot be read any more, as after a change of the program
     */
    S decode(byte[] bytes) throws Forgotten;

    /** What was written down can no longer be read; the message says what and why. */
    final class Forgotten extends Exception {
        private static final long serialVersionUID = 1L;

        public Forgotten(String message) {
            super(message);
        }
    }
}
