package dev.sentinel.responders.actions;

import dev.sentinel.v1.FieldChange;
import java.util.List;

/** What came of an act; never rounded up or down. */
public sealed interface Outcome {

    record Done(String observation, List<FieldChange> changes) implements Outcome {
        public Done {
            changes = List.copyOf(changes);
        }
    }

    record AlreadyDone(String observation) implements Outcome {}

    /** It was not done, on purpose: the guard or rule that said no, and what a person can do about it. */
    record Refused(String guard, String reason, String wayOut) implements Outcome {}

    /** It could not be done and is known not to have happened. */
    record Failed(String reason, boolean passing) implements Outcome {}

    /** Nobody knows whether it happened. */
    record Unknown(String reason, String howToLearn) implements Outcome {}
}
