package dev.sentinel.proto;

/**
 * One way in which a message breaks the contract.
 *
 * @param field where, as {@code events[0].subject.name}; empty when it is the message as a whole
 * @param rule the rule's stable name, as {@code string.min_len}
 * @param message what the rule wants, for people
 */
public record Problem(String field, String rule, String message) {
    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
