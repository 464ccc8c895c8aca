package dev.sentinel.correlator.patterns;

import com.google.common.base.Suppliers;
import java.util.List;

/** Makes a condition of its text, at once or when it is needed. */
@FunctionalInterface
interface Compiling {

    /** For events of one kind, which is known, or of every kind. */
    Compiled compile(String kind, String text);

    /** What came of compiling. */
    sealed interface Compiled {
        record Good(Match.Condition condition) implements Compiled {}

        record Wrong(List<Fault> faults) implements Compiled {}
    }

    /** A fault; the line counts from 1 inside the expression. */
    record Fault(int line, String what, String hint) {}

    /** Finds no fault, because it compiles later: the schema takes a second to prepare. */
    static Compiling late() {
        var conditions = Suppliers.memoize(Conditions::new);
        return (kind, text) -> new Compiled.Good(new LateCondition(conditions, kind, text));
    }
}
