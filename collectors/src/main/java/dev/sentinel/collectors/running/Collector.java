package dev.sentinel.collectors.running;

import java.util.List;

/** One kind of source: how it is called, who reads it, and how reading begins. */
public interface Collector {

    /** Its name in configuration, metrics and events: "longhorn". */
    String name();

    /** How many of the instances that could read its sources do. */
    Reach reach();

    /**
     * Sits down: tells the desk what to look at how often, and what stays connected. Returns at once; whatever it opened is
     * closed with the desk. It may be called again, with a new desk, after that.
     */
    void open(Desk desk);

    /** Which of its sources answer and which permission is missing, for a person who asks; takes seconds, not minutes. */
    List<Check> examine();

    /** Who reads. */
    enum Reach {
        /** What everybody sees alike: one instance of a cluster reads it at a time, and another takes over when it dies. */
        CLUSTER,
        /** What only this machine sees. */
        HOST
    }
}
