package dev.sentinel.correlator.patterns;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.sentinel.v1.Event;

/** A condition that is compiled when it is asked first; for texts that are known to be right. */
final class LateCondition implements Match.Condition {
    private final Supplier<Match.Condition> condition;
    private final String text;

    LateCondition(Supplier<Conditions> conditions, String kind, String text) {
        this.text = text;
        condition = Suppliers.memoize(() -> switch (conditions.get().compile(kind, text)) {
            case Compiling.Compiled.Good good -> good.condition();
            case Compiling.Compiled.Wrong wrong ->
                throw new IllegalStateException("\"%s\" was to be right: %s".formatted(text, wrong.faults()));
        });
    }

    @Override
    public boolean holds(Event event) {
        return condition.get().holds(event);
    }

    @Override
    public void prepare() {
        var unused = condition.get();
    }

    @Override
    public String toString() {
        return text;
    }
}
