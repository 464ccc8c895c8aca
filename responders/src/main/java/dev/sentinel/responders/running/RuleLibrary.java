package dev.sentinel.responders.running;

import dev.sentinel.responders.shelf.Shelf;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy and the runbooks in force. Their files are looked at again and again on a thread of its own; what is wrong with
 * them leaves those before in force, all of them: a policy and runbooks that were written for each other are not mixed.
 */
public final class RuleLibrary implements Supplier<Rules>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RuleLibrary.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final RuleReader reader;
    private final RuleTexts.Place place;
    private final Counter refusals;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("rules").factory());
    private volatile Rules inForce;
    private RuleTexts used;
    private String refused = "";

    private RuleLibrary(
            RuleReader reader, RuleTexts.Place place, RuleTexts texts, Rules rules, MeterRegistry registry) {
        this.reader = reader;
        this.place = place;
        this.used = texts;
        this.inForce = rules;
        this.refusals = Counter.builder("sentinel.responder.rules.refusals")
                .description("Changed policies and runbooks that were not taken because something is wrong with them")
                .register(registry);
        Gauge.builder(
                        "sentinel.responder.rules.refused",
                        this,
                        library -> library.inForce.problem().isPresent() ? 1 : 0)
                .description("1 while the files of policy and runbooks hold what cannot be used")
                .register(registry);
    }

    /**
     * Reads them for the first time, and then whenever they change.
     *
     * @throws RuleReader.Faulty when there is something wrong with them from the beginning: then there are none before
     */
    public static RuleLibrary open(RuleReader reader, RuleTexts.Place place, MeterRegistry registry)
            throws RuleReader.Faulty, Shelf.Unreadable {
        RuleTexts texts = RuleTexts.at(place);
        var library = new RuleLibrary(reader, place, texts, reader.rules(texts), registry);
        if (place.policy().isPresent() || place.runbooks().isPresent()) {
            var unused = library.timer.scheduleWithFixedDelay(
                    library::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        return library;
    }

    @Override
    public Rules get() {
        return inForce;
    }

    synchronized void look() {
        try {
            RuleTexts found = RuleTexts.at(place);
            if (!found.equals(used)) {
                Rules rules = reader.rules(found);
                used = found;
                inForce = rules;
                LOG.atInfo()
                        .addKeyValue("policy", rules.policy().name())
                        .addKeyValue("version", rules.policy().version())
                        .log("changed rules are in force");
            } else if (inForce.problem().isPresent()) {
                inForce = reader.rules(found);
                LOG.atInfo().log("the rules are again those that are in force");
            }
            refused = "";
        } catch (RuleReader.Faulty | Shelf.Unreadable e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // The outermost frame of this timer: what breaks on one content must not end the looking.
            refuse(e.toString());
        }
    }

    /** Said once for each content. */
    private void refuse(String why) {
        if (!why.equals(refused)) {
            refused = why;
            inForce = inForce.but(why);
            refusals.increment();
            LOG.atError()
                    .addKeyValue("why", why)
                    .addKeyValue("policy", inForce.policy().name())
                    .addKeyValue("version", inForce.policy().version())
                    .log("changed rules are not used; those before stay in force. Run: sentinel policy check,"
                            + " sentinel runbooks test");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
