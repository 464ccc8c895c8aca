package dev.sentinel.correlator.engine;

/**
 * What an engine has done so far. How much that is for an event must not depend on how much there is: machines say
 * different things about time, and none about this.
 */
final class Effort {
    /** Paths walked through the graph. */
    long walks;
    /** Pieces of evidence put somewhere. */
    long placed;
    /** Times that an instance was looked at. */
    long looks;
    /** Incidents drawn. */
    long drawn;
}
