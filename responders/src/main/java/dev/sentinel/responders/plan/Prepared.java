package dev.sentinel.responders.plan;

import dev.sentinel.responders.actions.Sight;
import dev.sentinel.v1.FieldChange;
import java.util.List;

/** What looking at the target of one part brought: how it stands, and what the act would change. */
public record Prepared(Sight sight, List<FieldChange> diff) {
    public Prepared {
        diff = List.copyOf(diff);
    }
}
