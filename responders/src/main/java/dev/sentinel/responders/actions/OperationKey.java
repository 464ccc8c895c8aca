package dev.sentinel.responders.actions;

/**
 * What makes a second attempt harmless: the same for every attempt at one step.
 *
 * @param epoch of the lease under which it is done; it is written beside the act where the target has room for it
 */
public record OperationKey(String value, long epoch) {
    @Override
    public String toString() {
        return value + "/" + epoch;
    }
}
