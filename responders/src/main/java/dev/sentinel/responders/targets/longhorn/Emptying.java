package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.Place;
import dev.sentinel.responders.targets.kubernetes.VolumeReading;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What stands against emptying a node or a disk: its own switch, the brake on rebuilds, and volumes that have no good copy elsewhere. */
record Emptying(String namespace, Cluster cluster) {
    private static final String BRAKE = "concurrent-replica-rebuild-per-node-limit";
    private static final int MOST_REPLICAS = 20_000;
    private static final int NAMED = 5;

    Optional<Outcome.Refused> forbids(Place place, JsonNode switches, Predicate<Replica> leaving) throws NoAnswer {
        if (Json.flag(switches, "allowScheduling")) {
            return Optional.of(new Outcome.Refused(
                    "scheduling",
                    "%s still takes new replicas, and Longhorn empties nothing that does".formatted(place),
                    "Switch its scheduling off first."));
        }
        Optional<JsonNode> brake = cluster.get(Place.of(Kinds.LONGHORN_SETTING, namespace, BRAKE));
        if (brake.filter(each -> Json.text(each, "value").equals("0")).isPresent()) {
            return Optional.of(new Outcome.Refused(
                    "rebuilds-off",
                    "Longhorn rebuilds nothing while %s is 0".formatted(BRAKE),
                    "Allow rebuilds again first."));
        }
        Set<String> alone = alone(leaving);
        return alone.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(
                        "last-healthy-copy",
                        "%d volumes have no good copy but there: %s"
                                .formatted(
                                        alone.size(),
                                        alone.stream().limit(NAMED).collect(Collectors.joining(", "))),
                        "Let them rebuild elsewhere first, or decide about each of them by hand."));
    }

    /** Volumes with a copy that would leave and none elsewhere that could stand alone. */
    private Set<String> alone(Predicate<Replica> leaving) throws NoAnswer {
        Set<String> touched = new TreeSet<>();
        Set<String> safe = new TreeSet<>();
        boolean served = cluster.each(Kinds.LONGHORN_REPLICA, namespace, Map.of(), MOST_REPLICAS, each -> {
            Replica replica = VolumeReading.replica(each, "");
            String volume = Json.text(each, "spec", "volumeName");
            if (leaving.test(replica)) {
                touched.add(volume);
            } else if (replica.isSafeAlone()) {
                safe.add(volume);
            }
        });
        if (!served) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED, "%s has no replicas of Longhorn".formatted(cluster.endpoint()), null);
        }
        touched.removeAll(safe);
        return touched;
    }
}
