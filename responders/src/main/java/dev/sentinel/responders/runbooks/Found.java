package dev.sentinel.responders.runbooks;

import dev.sentinel.v1.Ref;
import java.util.List;

/** What looking for targets brought. */
public sealed interface Found {

    record Targets(List<Ref> refs) implements Found {
        public Targets {
            refs = List.copyOf(refs);
        }
    }

    /** There are none, for a reason. */
    record Nothing(String why) implements Found {}

    /** It cannot be told whether there are any: something was not read. */
    record NotKnown(String why) implements Found {}

    static Found of(List<Ref> refs, String otherwise) {
        return refs.isEmpty() ? new Nothing(otherwise) : new Targets(refs);
    }
}
