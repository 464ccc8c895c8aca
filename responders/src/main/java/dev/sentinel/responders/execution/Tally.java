package dev.sentinel.responders.execution;

/** Counts what became of acts. */
public interface Tally {
    /** One attempt at an act ended like this: "done", "refused", "not_as_expected" ... */
    void act(String action, String outcome);
}
