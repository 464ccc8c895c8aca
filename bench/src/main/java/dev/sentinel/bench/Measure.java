package dev.sentinel.bench;

import dev.sentinel.correlator.patterns.Pattern;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Plays the workload and prints what it costs: {@code Measure [runs] [factor] [HEADLINE_ONLY|WITHOUT_SUSPICION|ALL]}. */
public final class Measure {
    private static final long SEED = 3;
    private static final double MILLION = 1e6;

    private final Size size;
    private final Feed feed;
    private final List<Pattern> patterns;

    private Measure(Size size, List<Pattern> patterns) {
        this.size = size;
        this.feed = new Feed(size, SEED);
        this.patterns = patterns;
    }

    /** Starts it. */
    public static void main(String[] arguments) {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        double factor = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        var choice = arguments.length > 2 ? Shipped.Choice.valueOf(arguments[2]) : Shipped.Choice.HEADLINE_ONLY;
        var size = Size.USUAL.times(factor);
        System.out.printf(Locale.ROOT, "%s, %s%n", size, choice);
        new Measure(size, choice.patterns()).run(runs);
    }

    private void run(int runs) {
        compare();
        var byHand = new Cost[runs];
        var core = new Cost[runs];
        for (int i = 0; i < runs; i++) {
            byHand[i] = play(new ByHand(size, feed.world));
            core[i] = play(core());
            print("by hand", byHand[i]);
            print("core   ", core[i]);
        }
        var ratios = new double[runs];
        Arrays.setAll(ratios, i -> (double) core[i].processorNanos() / byHand[i].processorNanos());
        System.out.printf(
                Locale.ROOT,
                "median of processor time: by hand %.2f, core %.3f M events/s, ratio %.1f (%.1f to %.1f)%n",
                median(Arrays.stream(byHand)
                        .mapToDouble(each -> each.speed(feed.size()))
                        .toArray()),
                median(Arrays.stream(core)
                        .mapToDouble(each -> each.speed(feed.size()))
                        .toArray()),
                median(ratios),
                Arrays.stream(ratios).min().orElse(Double.NaN),
                Arrays.stream(ratios).max().orElse(Double.NaN));
        state();
    }

    private Correlation core() {
        return new Correlation(patterns, size, feed.world);
    }

    private void print(String who, Cost cost) {
        System.out.printf(
                Locale.ROOT,
                "  %s %.0f ns an event, %.0f bytes; by the clock %.3f M events/s, the collector took %d ms%n",
                who,
                (double) cost.processorNanos() / feed.size(),
                cost.bytesPerEvent(feed.size()),
                cost.wallSpeed(feed.size()),
                cost.collectorMillis());
    }

    /** What it costs to hand over all events; making them does not count. */
    private Cost play(Contestant contestant) {
        var cost = Cost.NOTHING;
        for (int from = 0; from < feed.size(); from += Feed.PIECE) {
            var events = feed.piece(from);
            var times = new Instant[events.length];
            for (int i = 0; i < times.length; i++) {
                times[i] = feed.at(from + i);
            }
            var began = Cost.soFar();
            for (int i = 0; i < events.length; i++) {
                contestant.accept(events[i], times[i]);
            }
            cost = cost.plus(Cost.soFar().minus(began));
        }
        return cost;
    }

    /**
     * What is live with a core that has seen everything, and without. The feed is there at both times, and what was live
     * before the core was made must be live again after it is gone: else something else went or came in between.
     */
    private void state() {
        try {
            long before = Heap.live();
            long with = liveWithCore();
            long after = Heap.live();
            System.out.printf(
                    Locale.ROOT,
                    "live state %.0f MB (live without it: %.0f before, %.0f after)%n",
                    (with - after) / MILLION,
                    before / MILLION,
                    after / MILLION);
        } finally {
            // The feed is in all three, also when nothing reads it any more.
            Reference.reachabilityFence(this);
        }
    }

    private long liveWithCore() {
        var core = core();
        try {
            var unused = play(core);
            return Heap.live();
        } finally {
            Reference.reachabilityFence(core);
        }
    }

    /** Which of the sequences open an incident, and what else does; the loop by hand says what is right. */
    private void compare() {
        var byHand = new ByHand(size, feed.world);
        var core = core();
        var findings = new Findings(feed);
        for (int from = 0; from < feed.size(); from += Feed.PIECE) {
            var events = feed.piece(from);
            for (int i = 0; i < events.length; i++) {
                byHand.accept(events[i], feed.at(from + i));
                core.accept(events[i], feed.at(from + i));
                findings.add(from + i, core.told());
            }
        }
        findings.print();
        System.out.printf(
                Locale.ROOT,
                "  by hand: %d matches on %d nodes; told %d%n  %s%n",
                byHand.decisions(),
                byHand.nodesMatched(),
                core.decisions(),
                core.engine.vitals());
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
