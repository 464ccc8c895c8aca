package dev.sentinel.responders.guards;

import dev.sentinel.responders.actions.Arguments;
import java.util.Set;

/** Knows which acts start writers: those that say so, and those that say how many there shall be, unless they say none. */
public final class Starting {
    private static final Set<String> ACTS = Set.of("kubernetes.workload.scale", "nomad.group.scale", "nomad.job.start");

    private Starting() {}

    public static boolean something(String action, Arguments arguments) {
        return ACTS.contains(action)
                && arguments.all().stream().noneMatch(each -> each.hasInteger() && each.getInteger() == 0);
    }
}
