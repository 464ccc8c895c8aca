package dev.sentinel.responders.books;

import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.QuarantineState;
import dev.sentinel.v1.Ref;
import java.util.Locale;

/** How states and things are written in keys, tables and metrics. */
public final class Words {

    private Words() {}

    public static String of(PlanState state) {
        return lower(state.name(), "PLAN_STATE_");
    }

    public static String of(QuarantineState state) {
        return lower(state.name(), "QUARANTINE_STATE_");
    }

    static String of(ApprovalState state) {
        return lower(state.name(), "APPROVAL_STATE_");
    }

    public static String of(ActionResult.OutcomeCase outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /** A thing by its names: whoever acts on it means whatever has the name now. */
    public static String of(Ref ref) {
        return ref.getKind() + "/" + ref.getNamespace() + "/" + ref.getName();
    }

    private static String lower(String name, String prefix) {
        return name.replace(prefix, "").toLowerCase(Locale.ROOT);
    }
}
