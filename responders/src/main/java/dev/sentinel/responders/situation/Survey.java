package dev.sentinel.responders.situation;

import dev.sentinel.responders.actions.NoAnswer;

/** Looks at a cluster. */
public interface Survey {

    /**
     * Reads what planner and guards need; what may not be read is named in the answer.
     *
     * @throws NoAnswer when the cluster as a whole does not answer
     */
    Situation look() throws NoAnswer;
}
