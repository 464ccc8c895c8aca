package dev.sentinel.responders.targets.kubernetes;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.v1.ObservedTarget;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** How a target was found, in the words of a plan. */
public final class Sights {
    private static final int LONGEST_FACT = 2048;

    private Sights() {}

    public static Sight gone(Order order, InstantSource clock) {
        return new Sight(target(order, "", "", Map.of(), clock), Sight.Standing.GONE, Optional.empty());
    }

    /**
     * What was found, as a plan keeps it.
     *
     * @param uid that the target has now; empty when nothing is there
     */
    public static ObservedTarget target(
            Order order, String uid, String resourceVersion, Map<String, String> facts, InstantSource clock) {
        Instant now = clock.instant();
        ObservedTarget.Builder target = ObservedTarget.newBuilder()
                .setRef(
                        uid.isEmpty()
                                ? order.target()
                                : order.target().toBuilder().setUid(uid).build())
                .setResourceVersion(resourceVersion)
                .setObservedAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()));
        facts.forEach((name, value) ->
                target.putFacts(name, value.length() <= LONGEST_FACT ? value : value.substring(0, LONGEST_FACT)));
        return target.build();
    }

    public static String missing(Order order) {
        String uid = order.target().getUid();
        return "there is no %s %s%s%s any more"
                .formatted(
                        order.target().getKind(),
                        order.target().getNamespace().isEmpty()
                                ? ""
                                : order.target().getNamespace() + "/",
                        order.target().getName(),
                        uid.isEmpty() ? "" : " with the uid " + uid);
    }
}
