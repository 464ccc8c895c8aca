package dev.sentinel.correlator.patterns;

import dev.sentinel.v1.Event;
import java.util.Optional;
import java.util.function.Supplier;

/** A condition that is compiled when it is asked first; for texts that are known to be right. */
final class LateCondition implements Match.Condition {
    private final Supplier<Conditions> conditions;
    private final String kind;
    private final String text;
    private volatile Optional<Match.Condition> compiled = Optional.empty();

    LateCondition(Supplier<Conditions> conditions, String kind, String text) {
        this.conditions = conditions;
        this.kind = kind;
        this.text = text;
    }

    @Override
    public boolean holds(Event event) {
        return compiled().holds(event);
    }

    @Override
    public void prepare() {
        var unused = compiled();
    }

    @Override
    public long takeFailures() {
        return compiled.map(Match.Condition::takeFailures).orElse(0L);
    }

    private Match.Condition compiled() {
        return compiled.isPresent() ? compiled.get() : compile();
    }

    private synchronized Match.Condition compile() {
        if (compiled.isEmpty()) {
            compiled = Optional.of(
                    switch (conditions.get().compile(kind, text)) {
                        case Compiling.Compiled.Good good -> good.condition();
                        case Compiling.Compiled.Wrong wrong ->
                            throw new IllegalStateException(
                                    "\"%s\" was to be right: %s".formatted(text, wrong.faults()));
                    });
        }
        return compiled.get();
    }

    @Override
    public String toString() {
        return text;
    }
}
