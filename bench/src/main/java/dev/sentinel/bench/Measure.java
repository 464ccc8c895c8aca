package dev.sentinel.bench;

import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Plays the workload and prints what it costs: {@code Measure [runs] [factor] [HEADLINE_ONLY|WITHOUT_SUSPICION|ALL]}. */
public final class Measure {
    private static final long SEED = 3;
    private static final double MILLION = 1e6;

    private final Size size;
    private final Feed feed;
    private final Shipped.Choice choice;

    private Measure(Size size, Shipped.Choice choice) {
        this.size = size;
        this.feed = new Feed(size, SEED);
        this.choice = choice;
    }

    /** Starts it. */
    public static void main(String[] arguments) {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double factor = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        var choice = arguments.length > 2 ? Shipped.Choice.valueOf(arguments[2]) : Shipped.Choice.HEADLINE_ONLY;
        var size = Size.USUAL.times(factor);
        System.out.printf(Locale.ROOT, "%s, %s%n", size, choice);
        new Measure(size, choice).run(runs);
    }

    private void run(int runs) {
        var patterns = choice.patterns();
        compare();
        var byHand = new double[runs];
        var core = new double[runs];
        for (int i = 0; i < runs; i++) {
            byHand[i] = rate(new ByHand(size, feed.world));
            core[i] = rate(new Correlation(patterns, size, feed.world));
            System.out.printf(Locale.ROOT, "  by hand %.2f, core %.3f M events/s%n", byHand[i], core[i]);
        }
        var ratios = new double[runs];
        Arrays.setAll(ratios, i -> byHand[i] / core[i]);
        System.out.printf(
                Locale.ROOT,
                "median: by hand %.2f, core %.3f M events/s, ratio %.1f%n",
                median(byHand),
                median(core),
                median(ratios));
        System.out.printf(
                Locale.ROOT, "live state %.0f MB%n", state(() -> new Correlation(patterns, size, feed.world)));
    }

    /** Events for each second in which they were handed over; making them does not count. */
    private double rate(Contestant contestant) {
        long nanos = 0;
        for (int from = 0; from < feed.size(); from += Feed.PIECE) {
            var events = feed.piece(from);
            var times = new java.time.Instant[events.length];
            for (int i = 0; i < times.length; i++) {
                times[i] = feed.at(from + i);
            }
            long began = System.nanoTime();
            for (int i = 0; i < events.length; i++) {
                contestant.accept(events[i], times[i]);
            }
            nanos += System.nanoTime() - began;
        }
        return feed.size() / (nanos / 1e9) / MILLION;
    }

    private double state(Supplier<Contestant> made) {
        var kept = new ArrayList<Contestant>();
        try {
            kept.add(made.get());
            rate(kept.getFirst());
            // With it and without it, and nothing else in between.
            long with = used();
            kept.clear();
            return (with - used()) / MILLION;
        } finally {
            // The feed is in both, also when nothing reads it any more.
            Reference.reachabilityFence(this);
        }
    }

    private static long used() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Which of the sequences open an incident, and what else does; the loop by hand says what is right. */
    private void compare() {
        var byHand = new ByHand(size, feed.world);
        var correlation = new Correlation(choice.patterns(), size, feed.world);
        var sequences = new HashMap<Integer, Integer>();
        feed.sequences.forEach(each -> sequences.put(each.last(), each.node()));
        var opened = new HashMap<String, Set<String>>();
        var nodes = new HashMap<String, Boolean>();
        var found = 0;
        for (int from = 0; from < feed.size(); from += Feed.PIECE) {
            var events = feed.piece(from);
            for (int i = 0; i < events.length; i++) {
                byHand.accept(events[i], feed.at(from + i));
                correlation.accept(events[i], feed.at(from + i));
                correlation.told().forEach(incident -> {
                    if (isComplete(incident)) {
                        opened.computeIfAbsent(incident.getPattern(), unused -> new HashSet<>())
                                .add(incident.getId());
                    }
                    if (incident.getPattern().equals(Shipped.HEADLINE)) {
                        nodes.put(incident.getPivot().getName(), isComplete(incident));
                    }
                });
                var node = sequences.get(from + i);
                found += node != null && nodes.getOrDefault("node-" + node, false) ? 1 : 0;
            }
        }
        System.out.printf(Locale.ROOT, "sequences found %d of %d%n", found, size.sequences());
        tell(byHand, correlation, opened);
    }

    /** It is open, and rests on more than a suspicion. */
    private static boolean isComplete(Incident incident) {
        var isOpen = incident.getState() == IncidentState.INCIDENT_STATE_OPEN
                || incident.getState() == IncidentState.INCIDENT_STATE_MONITORING
                || incident.getState() == IncidentState.INCIDENT_STATE_REOPENED;
        return isOpen
                && (!incident.getPattern().equals(Shipped.HEADLINE)
                        || incident.getEvidenceList().stream()
                                .anyMatch(evidence -> evidence.getClause().equals("head_stale")));
    }

    private void tell(ByHand byHand, Correlation correlation, Map<String, Set<String>> opened) {
        int matched = 0;
        for (int node = 0; node < size.nodes(); node++) {
            matched += byHand.matched(node) ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "by hand: %d matches on %d nodes; told %d%n",
                byHand.decisions(),
                matched,
                correlation.decisions());
        opened.forEach((pattern, ids) -> System.out.printf(Locale.ROOT, "  %s opened %d%n", pattern, ids.size()));
        System.out.printf(Locale.ROOT, "  %s%n", correlation.engine.vitals());
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
