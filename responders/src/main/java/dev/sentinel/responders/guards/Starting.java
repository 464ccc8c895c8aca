package dev.sentinel.responders.guards;

import dev.sentinel.responders.actions.Arguments;
import java.util.Set;

/** Knows which acts start writers: those that say how many there shall be, unless they say none. */
public final class Starting {
    private static final Set<String> COUNTING =
            Set.of("kubernetes.workload.scale", "prometheus.replicas", "nomad.group.scale");

    private Starting() {}

    public static boolean something(String action, Arguments arguments) {
        return COUNTING.contains(action)
                && arguments.all().stream().noneMatch(each -> each.hasInteger() && each.getInteger() == 0);
    }
}
