package dev.sentinel.bench;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The core against a loop by hand, piece after piece of the 72 hours. An iteration hands over a hundred pieces; the first
 * begins with an empty core, and the pieces are made before the clock starts.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms6g", "-Xmx6g"})
@Warmup(iterations = 1, batchSize = CorrelationBenchmark.PIECES)
@Measurement(iterations = 5, batchSize = CorrelationBenchmark.PIECES)
@State(Scope.Thread)
public class CorrelationBenchmark {
    static final int PIECES = 100;
    private static final long SEED = 3;

    /** Which patterns are loaded. */
    @Param
    public Shipped.Choice patterns = Shipped.Choice.HEADLINE_ONLY;

    private final Feed feed = new Feed(Size.USUAL, SEED);
    private List<Pattern> loaded = List.of();
    private Contestant core = new ByHand(Size.USUAL, feed.world);
    private Contestant byHand = core;
    private Event[] events = {};
    private Instant[] times = {};
    private int next;

    /** Reads the patterns once. */
    @Setup(Level.Trial)
    public void read() {
        loaded = patterns.patterns();
    }

    /** Everybody begins anew with the feed. */
    @Setup(Level.Iteration)
    public void begin() {
        core = new Correlation(loaded, Size.USUAL, feed.world);
        byHand = new ByHand(Size.USUAL, feed.world);
        next = 0;
    }

    /** Decodes the next events. */
    @Setup(Level.Invocation)
    public void decode() {
        int from = next++ * Feed.PIECE;
        events = feed.piece(from);
        times = new Instant[events.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = feed.at(from + i);
        }
    }

    /** The correlator's core. */
    @Benchmark
    @OperationsPerInvocation(Feed.PIECE * PIECES)
    public long core() {
        return take(core);
    }

    /** Hash maps. */
    @Benchmark
    @OperationsPerInvocation(Feed.PIECE * PIECES)
    public long byHand() {
        return take(byHand);
    }

    private long take(Contestant contestant) {
        for (int i = 0; i < events.length; i++) {
            contestant.accept(events[i], times[i]);
        }
        return contestant.decisions();
    }
}
