package dev.sentinel.responders.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A collector, and when it was heard last.
 *
 * @param instance the node that it watches, for those that watch one
 * @param readAt when it last read what it watches; empty when it does not say
 * @param every how often it says that it lives
 */
public record Witness(String collector, String instance, Instant heardAt, Optional<Instant> readAt, Duration every) {

    /** So many beats may be missing. */
    private static final int BEATS = 3;

    private static final Duration LEAST = Duration.ofMinutes(2);
    /** A collector that beats and reads nothing is blind; the slowest reads every few minutes. */
    private static final Duration BLIND_AFTER = Duration.ofMinutes(15);

    /**
     * The gates of a node that nobody watches now, and why. Where a collector of the kind was never heard in the whole
     * cluster, nobody meant it to watch: the gate rests on looking, and on what else tells.
     *
     * @param known of the cluster
     * @param nodes of the cluster; a collector of a machine that is none of them watches none of them
     */
    public static Map<Gate, String> mute(
            Collection<Witness> known, String node, Collection<String> nodes, Instant now) {
        Map<Gate, String> mute = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.USUAL) {
            List<Witness> kind = known.stream()
                    .filter(each -> each.collector().equals(gate.witness()))
                    .filter(each -> !gate.witnessIsOnNode() || nodes.stream().anyMatch(each::watches))
                    .toList();
            List<Witness> asked = gate.witnessIsOnNode()
                    ? kind.stream().filter(each -> each.watches(node)).toList()
                    : kind;
            if (!kind.isEmpty()
                    && asked.stream().noneMatch(each -> each.trouble(now).isEmpty())) {
                mute.put(
                        gate,
                        asked.stream()
                                .flatMap(each -> each.trouble(now).stream())
                                .findFirst()
                                .orElseGet(() -> absent(gate, node)));
            }
        }
        return mute;
    }

    private static String absent(Gate gate, String node) {
        return "nobody watches: no collector %s was ever heard from %s; start one there"
                .formatted(gate.witness(), node);
    }

    /** Instances are called like their node, with or without its domain. */
    private boolean watches(String node) {
        return instance.equals(node) || instance.startsWith(node + ".") || node.startsWith(instance + ".");
    }

    private Optional<String> trouble(Instant now) {
        Duration most = every.multipliedBy(BEATS);
        if (heardAt.isBefore(now.minus(most.compareTo(LEAST) > 0 ? most : LEAST))) {
            return Optional.of(
                    "nobody watches: collector %s of %s was heard last at %s".formatted(collector, instance, heardAt));
        }
        return readAt.filter(at -> at.isBefore(now.minus(BLIND_AFTER)))
                .map(at -> "nobody watches: collector %s of %s lives, and read nothing since %s"
                        .formatted(collector, instance, at));
    }
}
