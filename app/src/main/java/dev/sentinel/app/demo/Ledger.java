package dev.sentinel.app.demo;

/**
 * The books of one run. Each event is numbered when it goes out; a number that is not in the journal is of an event that was known
 * already, which the program counts too, or it is lost.
 *
 * @param numbered events that went out
 * @param journaled events that were accepted
 * @param repeated events that arrived and were known
 * @param waiting events that are still on disk
 */
record Ledger(long numbered, long journaled, long repeated, long waiting) {

    long lost() {
        return Math.max(0, numbered - journaled - repeated);
    }

    /** What went out, each thing counted once. */
    long out() {
        return journaled + lost();
    }
}
