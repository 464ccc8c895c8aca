package dev.sentinel.responders.approvals;

/** Why an answer does not count, for the audit and for who gave it. */
public record Refusal(Why why, String sentence) {

    /** The rules, by name. */
    public enum Why {
        NOT_A_PERSON,
        NOT_ALLOWED,
        NOT_A_DECISION,
        PLAN_CHANGED,
        NOT_WAITING,
        EXPIRED,
        OWN_REQUEST,
        SAID_ALREADY,
        NONCE_MALFORMED,
        NONCE_USED,
        NO_REASON,
        TOO_MANY
    }
}
