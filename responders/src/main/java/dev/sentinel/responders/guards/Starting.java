package dev.sentinel.responders.guards;

import dev.sentinel.responders.actions.Arguments;
import java.util.Set;

/**
 * Knows which acts start writers: those that say so, those that say how many there shall be, unless they say none, and those
 * that let somebody else start them: a repository or an operator that is let go makes again what was stopped.
 */
public final class Starting {
    private static final Set<String> ACTS = Set.of(
            "kubernetes.workload.scale",
            "nomad.group.scale",
            "nomad.job.start",
            "gitops.resume",
            "kubernetes.operator.resume");

    private Starting() {}

    public static boolean something(String action, Arguments arguments) {
        return ACTS.contains(action)
                && arguments.all().stream().noneMatch(each -> each.hasInteger() && each.getInteger() == 0);
    }
}
