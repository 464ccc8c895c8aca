package dev.sentinel.correlator.patterns;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.sentinel.v1.Event;
import java.util.Map;
import java.util.Optional;

/** A compiled CEL condition. All clusters use the same one, so its counter is guarded. */
public final class CelCondition implements Match.Condition {
    private final String text;
    private final Program program;
    private final Optional<Shortcut> shortcut;
    private final Optional<FieldDescriptor> detail;
    private long failures;

    CelCondition(String text, Program program, Optional<Shortcut> shortcut, Optional<FieldDescriptor> detail) {
        this.text = text;
        this.program = program;
        this.shortcut = shortcut;
        this.detail = detail;
    }

    @Override
    public boolean holds(Event event) {
        // By its number: to ask a message for a field by its description costs more than most conditions.
        if (detail.isPresent()
                && event.getDetailCase().getNumber() != detail.get().getNumber()) {
            return false;
        }
        return shortcut.isPresent() ? shortcut.get().holds(event) : evaluate(event);
    }

    /** Asks CEL itself, also where there is a shortcut. */
    boolean evaluate(Event event) {
        try {
            var variables = detail.isPresent() ? Map.of("event", event, "fact", fact(event)) : Map.of("event", event);
            return Boolean.TRUE.equals(program.eval(variables));
        } catch (CelEvaluationException cannot) {
            // A key that is not in the map, or more work than it may do: the author sees the count among the metrics.
            failed();
            return false;
        }
    }

    private Message fact(Event event) {
        return detail.isPresent() ? (Message) event.getField(detail.get()) : event;
    }

    private synchronized void failed() {
        failures++;
    }

    @Override
    public synchronized long takeFailures() {
        var taken = failures;
        failures = 0;
        return taken;
    }

    /** Whether it runs without CEL. */
    boolean isShort() {
        return shortcut.isPresent();
    }

    /** The expression, as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
