package dev.sentinel.transport.bus;

/** How often a message is tried in place before it is parked. */
public record RetryPolicy(int attempts, Backoff backoff) {

    public RetryPolicy {
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts must be 1 to 100, not " + attempts);
        }
    }
}
