package dev.sentinel.responders.plan;

import dev.sentinel.v1.Alternative;
import java.util.List;

/** A draft, or why there is none. */
public sealed interface Drafting {

    record Drafted(Draft draft) implements Drafting {}

    /** Nothing fits, or what fits must not be done. */
    record None(String why, List<Alternative> considered) implements Drafting {
        public None {
            considered = List.copyOf(considered);
        }
    }
}
