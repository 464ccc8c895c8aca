package dev.sentinel.correlator.running;

import dev.sentinel.correlator.engine.Vitals;
import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cores of all clusters of a partition, fed with its journal. Time passes second by second, and each second before
 * the events that were accepted in it: so a replay takes the very same steps as the first run did.
 */
final class Clusters {

    static final int MOST = 1_000;

    private final Core.Maker maker;
    private final SortedMap<String, Core> cores = new TreeMap<>();
    private List<Pattern> patterns;
    private long ticked = Long.MIN_VALUE;
    private long refused;

    Clusters(Core.Maker maker, List<Pattern> patterns) {
        this.maker = maker;
        this.patterns = List.copyOf(patterns);
    }

    /** Everything one entry changes, the passing of time before it included. */
    List<Incident> take(Journal.Entry entry) {
        List<Incident> changed = new ArrayList<>(letPass(entry.accepted().getEpochSecond()));
        String cluster = entry.event().getCluster();
        Core core = cores.get(cluster);
        if (core == null) {
            if (cores.size() == MOST) {
                refused++;
                return changed;
            }
            core = maker.make(cluster, patterns);
            cores.put(cluster, core);
        }
        changed.addAll(core.accept(entry.event(), entry.accepted()));
        return changed;
    }

    /** Lets every whole second up to this one pass that has not passed yet. */
    List<Incident> letPass(long second) {
        if (cores.isEmpty() || ticked == Long.MIN_VALUE) {
            ticked = Math.max(ticked, second);
            return List.of();
        }
        List<Incident> changed = new ArrayList<>();
        while (ticked < second) {
            ticked++;
            Instant now = Instant.ofEpochSecond(ticked);
            cores.values().forEach(core -> changed.addAll(core.advance(now)));
        }
        return changed;
    }

    List<Incident> replace(List<Pattern> others) {
        patterns = List.copyOf(others);
        List<Incident> changed = new ArrayList<>();
        Instant now = Instant.ofEpochSecond(Math.max(0, ticked));
        cores.values().forEach(core -> changed.addAll(core.replace(patterns, now)));
        return changed;
    }

    /** The last second that has passed. */
    long ticked() {
        return ticked;
    }

    boolean isEmpty() {
        return cores.isEmpty();
    }

    List<Incident> incidents() {
        return cores.values().stream()
                .map(Core::incidents)
                .flatMap(Collection::stream)
                .toList();
    }

    List<Vitals> vitals() {
        return cores.values().stream().map(Core::vitals).toList();
    }

    /** Events of clusters that were one too many. */
    long refused() {
        return refused;
    }
}
