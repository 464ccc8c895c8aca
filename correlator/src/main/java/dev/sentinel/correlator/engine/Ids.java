package dev.sentinel.correlator.engine;

import com.google.common.hash.Hashing;
import dev.sentinel.correlator.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Names incidents by what they are about: the pattern, the pivot, the day, and which one of that day. */
final class Ids {
    private static final long DAY = 86_400_000;

    private final String cluster;
    private final Topology topology;
    private final Map<String, Integer> ofDay = new HashMap<>();
    private long newestDay;

    Ids(String cluster, Topology topology) {
        this.cluster = cluster;
        this.topology = topology;
    }

    String next(Instance instance, long beganAt) {
        var day = Math.floorDiv(beganAt, DAY);
        if (day > newestDay) {
            // Nothing begins on a day that is long over.
            ofDay.keySet().removeIf(key -> Long.parseLong(key.substring(0, key.indexOf(' '))) < day - 2);
            newestDay = day;
        }
        var pivot = topology.ref(instance.pivot);
        var about = day + " " + cluster + " " + instance.rule.pattern.name() + " " + pivot.getKind() + "/"
                + pivot.getNamespace() + "/" + pivot.getName();
        var number = ofDay.merge(about, 1, Integer::sum);
        var hash = Hashing.sha256().hashString(about + " " + number, StandardCharsets.UTF_8);
        return "inc-" + hash.toString().substring(0, 16);
    }
}
