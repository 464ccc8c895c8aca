package dev.sentinel.correlator.running;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.correlator.patterns.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The patterns in force: the shipped ones and those of a folder, which is looked at again and again. */
final class PatternLibrary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PatternLibrary.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int MOST_TOLD = 20;

    private final PatternReading reading;
    private final SortedMap<String, String> shipped;
    private final Optional<Path> folder;
    private final Counter refusals;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("patterns").factory());
    private volatile PatternSet inForce;
    private volatile boolean refused;
    // Used by the timer alone once it runs.
    private SortedMap<String, String> seen = new TreeMap<>();
    private String trouble = "";

    private PatternLibrary(
            PatternReading reading,
            SortedMap<String, String> shipped,
            Optional<Path> folder,
            PatternSet inForce,
            MeterRegistry registry) {
        this.reading = reading;
        this.shipped = shipped;
        this.folder = folder;
        this.inForce = inForce;
        this.refusals = Counter.builder("sentinel.correlator.patterns.refusals")
                .description("Changed patterns that were not taken because something is wrong with them")
                .register(registry);
        Gauge.builder("sentinel.correlator.patterns.refused", this, library -> library.refused ? 1 : 0)
                .description("1 while the folder of patterns holds what cannot be used")
                .register(registry);
        Gauge.builder(
                        "sentinel.correlator.patterns",
                        this,
                        library -> library.inForce.patterns().size())
                .description("PatternSet in force")
                .register(registry);
    }

    /** A folder with mistakes leaves the shipped patterns in force: a correlator that does not run sees nothing at all. */
    static PatternLibrary open(
            PatternReading reading, SortedMap<String, String> shipped, Optional<Path> folder, MeterRegistry registry) {
        PatternSet own = switch (reading.read(shipped)) {
            case PatternSet.Outcome.Good good -> good.set();
            case PatternSet.Outcome.Bad bad ->
                throw new IllegalStateException("the shipped patterns are wrong: " + bad.problems());
        };
        var library = new PatternLibrary(reading, shipped, folder, own, registry);
        library.look();
        return library;
    }

    void watch() {
        if (folder.isPresent()) {
            var unused =
                    timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    PatternSet inForce() {
        return inForce;
    }

    /** How far the pattern looks back that looks back furthest. */
    Duration longestWindow() {
        return inForce.patterns().stream()
                .map(Pattern::window)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    void look() {
        if (folder.isEmpty()) {
            return;
        }
        try {
            SortedMap<String, String> found = PatternFiles.of(folder.get());
            boolean returned = !trouble.isEmpty();
            trouble = "";
            if (returned || !found.equals(seen)) {
                seen = found;
                judge(reading.read(PatternFiles.together(shipped, found)));
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
                inForce = good.set();
                refused = false;
                LOG.atInfo()
                        .addKeyValue("patterns", inForce.patterns().size())
                        .addKeyValue("fingerprint", inForce.fingerprint())
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
                .addKeyValue("fingerprint", inForce.fingerprint())
                .log("changed patterns are not used; those before stay in force. Run: sentinel patterns test DIR");
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
