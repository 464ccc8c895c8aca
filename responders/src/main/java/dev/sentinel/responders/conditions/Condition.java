package dev.sentinel.responders.conditions;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.sentinel.yaml.Plain;
import java.util.Map;

/** A compiled condition over {@code facts}, the observed facts of one target by name. */
public final class Condition {
    private final String text;
    private final Program program;

    Condition(String text, Program program) {
        this.text = text;
        this.program = program;
    }

    /** A fact that is not there is no reason to believe anything. */
    public Answer ask(Map<String, String> facts) {
        try {
            return Boolean.TRUE.equals(program.eval(Map.of("facts", facts))) ? new Answer.Yes() : new Answer.No();
        } catch (CelEvaluationException cannot) {
            return new Answer.CannotTell(Plain.clip(Plain.oneLine(String.valueOf(cannot.getMessage())), 200));
        }
    }

    /** The expression, as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
