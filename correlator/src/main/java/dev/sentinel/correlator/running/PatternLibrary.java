package dev.sentinel.correlator.running;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternReader;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.yaml.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The patterns in force: the shipped ones and those of a folder, which is looked at again and again. Its own thread reads
 * them, and whoever needs them first waits for it.
 */
public final class PatternLibrary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatternLibrary.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    // Not while a program starts; an event that comes before compiles what it asks for.
    private static final Duration UNTIL_PREPARED = Duration.ofSeconds(10);
    private static final int MOST_TOLD = 20;

    private final Readings readings;
    private final SortedMap<String, String> shipped;
    private final Optional<Path> folder;
    private final Counter refusals;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("patterns").factory());
    private final CompletableFuture<PatternSet> first = new CompletableFuture<>();
    private volatile Optional<PatternSet> inForce = Optional.empty();
    private volatile boolean refused;
    private SortedMap<String, String> seen = new TreeMap<>();
    private String trouble = "";

    private PatternLibrary(
            Readings readings, SortedMap<String, String> shipped, Optional<Path> folder, MeterRegistry registry) {
        this.readings = readings;
        this.shipped = shipped;
        this.folder = folder;
        this.refusals = Counter.builder("sentinel.correlator.patterns.refusals")
                .description("Changed patterns that were not taken because something is wrong with them")
                .register(registry);
        Gauge.builder("sentinel.correlator.patterns.refused", this, library -> library.refused ? 1 : 0)
                .description("1 while the folder of patterns holds what cannot be used")
                .register(registry);
        Gauge.builder("sentinel.correlator.patterns", this, PatternLibrary::count)
                .description("Patterns in force")
                .register(registry);
    }

    /** Begins to read the shipped patterns and those of a folder. */
    public static PatternLibrary open(Optional<Path> folder, MeterRegistry registry) {
        // The tests of the program have checked its own patterns; what stands in for one of them is checked here.
        PatternReading own = texts -> PatternSet.read(PatternReader.ofChecked(), texts);
        return open(new Readings(own, PatternSet::read), PatternFiles.shipped(), folder, registry);
    }

    static PatternLibrary open(
            Readings readings, SortedMap<String, String> shipped, Optional<Path> folder, MeterRegistry registry) {
        var library = new PatternLibrary(readings, shipped, folder, registry);
        library.timer.execute(library::begin);
        return library;
    }

    /** How the shipped patterns are read, and how those together with a folder's. */
    record Readings(PatternReading shipped, PatternReading all) {}

    /** A folder with mistakes leaves the shipped patterns in force: a correlator that does not run sees nothing at all. */
    private void begin() {
        try {
            inForce = switch (readings.shipped().read(shipped)) {
                case PatternSet.Outcome.Good good -> Optional.of(good.set());
                case PatternSet.Outcome.Bad bad ->
                    throw new IllegalStateException("the shipped patterns are wrong: " + bad.problems());
            };
            look();
            first.complete(inForce.orElseThrow());
            watch();
        } catch (RuntimeException e) {
            // The outermost frame of this thread: those who wait are told.
            first.completeExceptionally(e);
        }
    }

    private void watch() {
        if (folder.isPresent()) {
            var unused =
                    timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        var unused = timer.schedule(() -> inForce().prepare(), UNTIL_PREPARED.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the first reading. */
    PatternSet inForce() {
        return inForce.filter(set -> first.isDone()).orElseGet(first::join);
    }

    private double count() {
        return inForce.map(set -> set.patterns().size()).orElse(0);
    }

    /** How far the pattern looks back that looks back furthest. */
    public Duration longestWindow() {
        return inForce().patterns().stream()
                .map(Pattern::window)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    synchronized void look() {
        if (folder.isEmpty()) {
            return;
        }
        try {
            SortedMap<String, String> found = PatternFiles.of(folder.get());
            boolean returned = !trouble.isEmpty();
            trouble = "";
            if (returned || !found.equals(seen)) {
                seen = found;
                judge(readings.all().read(PatternFiles.together(shipped, found)));
            }
        } catch (PatternFiles.Unreadable e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(trouble)) {
                trouble = why;
                refuse(List.of(why));
            }
        } catch (RuntimeException e) {
            // The outermost frame of this timer: what breaks on one content must not end the looking.
            refuse(List.of(e.toString()));
        }
    }

    private void judge(PatternSet.Outcome outcome) {
        switch (outcome) {
            case PatternSet.Outcome.Good good -> {
                good.warnings().forEach(warning -> LOG.atWarn().log(warning.toString()));
                inForce = Optional.of(good.set());
                refused = false;
                LOG.atInfo()
                        .addKeyValue("patterns", good.set().patterns().size())
                        .addKeyValue("fingerprint", good.set().fingerprint())
                        .log("patterns are in force");
            }
            case PatternSet.Outcome.Bad bad ->
                refuse(bad.problems().stream().map(Problem::toString).toList());
        }
    }

    private void refuse(List<String> problems) {
        refused = true;
        refusals.increment();
        problems.stream().limit(MOST_TOLD).forEach(problem -> LOG.atError().log(problem));
        LOG.atError()
                .addKeyValue("problems", problems.size())
                .addKeyValue("fingerprint", inForce.orElseThrow().fingerprint())
                .log("changed patterns are not used; those before stay in force. Run: sentinel patterns test DIR");
    }

    @Override
    public void close() {
        timer.shutdownNow();
        first.completeExceptionally(new CancellationException("stopping"));
    }
}
