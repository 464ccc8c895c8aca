package dev.sentinel.app.demo;

import com.google.protobuf.Timestamp;
import dev.sentinel.app.demo.Verdict.Figures;
import dev.sentinel.app.demo.Verdict.Finding;
import dev.sentinel.correlator.running.Words;
import dev.sentinel.lab.scenario.Condition;
import dev.sentinel.lab.scenario.Deed;
import dev.sentinel.lab.scenario.Expectations.Since;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.Turn;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.v1.Event;
import dev.sentinel.yaml.Spans;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One scenario being played, turn by turn, by one thread. */
final class Play {
    private static final Duration LOOK = Duration.ofMillis(20);
    // Nothing new for so long on this machine: the program has read what there was.
    private static final Duration QUIET = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Scenario scenario;
    private final Scene scene;
    private final Watching watching;
    private final double haste;
    private final Curtain curtain;
    private final Map<String, Instant> newest = new HashMap<>();
    private final Map<String, Instant> happened = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Breath breath = new Breath();
    private double wanted = 1;
    private Instant began = Instant.EPOCH;
    private Instant lastTurn = Instant.EPOCH;
    private Optional<Instant> met = Optional.empty();
    private int next;

    /** Who looks on. */
    record Watching(Observer observer, Counters counters, Narrator narrator) {}

    Play(Scenario scenario, Scene scene, Watching watching, double haste, Curtain curtain) {
        this.scenario = scenario;
        this.scene = scene;
        this.watching = watching;
        this.haste = haste;
        this.curtain = curtain;
    }

    Verdict run(long started) throws IOException, InterruptedException {
        settle();
        began = now();
        lastTurn = began;
        watching.narrator().watches(Duration.ofNanos(System.nanoTime() - started));
        speed(scenario.pace());
        boolean over = false;
        while (!over && !curtain.falls(LOOK)) {
            look();
            over = step();
            speed(wanted / haste);
            watching.narrator().passes(passed(), scenario.ends(), scene.tempo().speed());
        }
        if (!over) {
            findings.add(new Finding(false, "it was ended after " + Spans.write(whole(passed()))));
        }
        return verdict(started);
    }

    private void speed(double speed) {
        wanted = Math.clamp(speed * haste, 0.1, 10_000);
        scene.tempo().speed(breath.allowed(wanted));
    }

    private Instant now() {
        return scene.tempo().clock().instant();
    }

    private Duration passed() {
        return Duration.between(began, now());
    }

    private static Instant time(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static Duration whole(Duration span) {
        return Duration.ofSeconds(span.toSeconds());
    }

    /** Waits until the program has told everything that was there when it came. */
    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long grown = System.nanoTime();
        boolean quiet = false;
        while (!quiet && System.nanoTime() < deadline && !curtain.falls(LOOK)) {
            long before = watching.observer().position();
            var unused = watching.observer().look(now());
            if (watching.observer().position() > before) {
                grown = System.nanoTime();
            }
            quiet = watching.observer().position() > 0 && System.nanoTime() - grown > QUIET.toNanos();
        }
    }

    private void look() {
        Observer.News news = watching.observer().look(now());
        Duration at = passed();
        double speed = scene.tempo().speed();
        for (Event event : news.events()) {
            Instant observed = time(event.getObservedAt());
            newest.merge(event.getSource().getCollector(), observed, (one, other) -> one.isAfter(other) ? one : other);
            breath.heard(Duration.between(observed, began.plus(at)), speed);
            watching.narrator().sees(at, event);
        }
        if (news.events().isEmpty()) {
            breath.calm();
        }
        Instant quietest = newest.values().stream().min(Instant::compareTo).orElse(began);
        breath.silent(Duration.between(quietest, began.plus(at)));
        news.incidents().forEach(incident -> watching.narrator().believes(at, incident));
    }

    /** True when it is over. */
    private boolean step() {
        if (!scene.lives()) {
            findings.add(new Finding(false, "the simulated world failed; see the log"));
            return true;
        }
        while (next < scenario.turns().size()) {
            Turn turn = scenario.turns().get(next);
            if (!isDue(turn)) {
                return hopeless(turn);
            }
            if (!take(turn)) {
                return true;
            }
        }
        return passed().compareTo(scenario.ends()) >= 0;
    }

    private boolean isDue(Turn turn) {
        return switch (turn.when()) {
            case Turn.When.At at -> passed().compareTo(at.time()) >= 0;
            case Turn.When.Once once -> {
                Instant now = now();
                if (met.isEmpty() && holds(once.condition())) {
                    met = Optional.of(now);
                }
                yield met.map(since -> !now.isBefore(since.plus(once.then().orElse(Duration.ZERO))))
                        .orElse(false);
            }
        };
    }

    private boolean holds(Condition condition) {
        return switch (condition) {
            case Condition.InWorld inWorld -> scene.stage().look(inWorld::holds);
            case Condition.Believed believed ->
                watching.observer().incidents().stream()
                        .anyMatch(each -> each.getPattern().equals(believed.pattern())
                                && Words.of(each.getState()).equals(believed.word()));
        };
    }

    private boolean hopeless(Turn turn) {
        boolean late = turn.when() instanceof Turn.When.Once once
                && met.isEmpty()
                && Duration.between(lastTurn, now()).compareTo(once.atMost()) > 0;
        if (late) {
            findings.add(
                    new Finding(false, "line %d: what it waits for did not become so in time".formatted(turn.line())));
        }
        return late;
    }

    /** False when it cannot be done. */
    private boolean take(Turn turn) {
        next++;
        met = Optional.empty();
        lastTurn = now();
        if (!turn.say().isEmpty()) {
            watching.narrator().does(passed(), turn.say());
        }
        for (Deed deed : turn.deeds()) {
            watching.narrator().does(passed(), deed.sentence());
            try {
                scene.perform(deed);
            } catch (Refused refused) {
                findings.add(new Finding(false, "line %d: %s".formatted(turn.line(), refused.getMessage())));
                return false;
            }
        }
        if (!turn.name().isEmpty()) {
            happened.put(turn.name(), lastTurn);
        }
        turn.pace().ifPresent(this::speed);
        return true;
    }

    private Verdict verdict(long started) throws IOException, InterruptedException {
        Ledger counted = drain();
        Map<String, Instant> firsts = new HashMap<>();
        scenario.expected().opens().forEach(opens -> {
            if (opens.since() instanceof Since.FirstEvent first) {
                watching.observer().first(first.kind()).ifPresent(at -> firsts.put(first.kind(), at));
            }
        });
        var critic = new Critic(
                scenario.expected(),
                new Critic.Seen(
                        began,
                        happened,
                        firsts,
                        watching.observer().opened(),
                        watching.observer().incidents()));
        findings.addAll(critic.findings());
        findings.add(new Finding(
                counted.lost() == 0 && counted.waiting() == 0,
                "%d events out, %d in the journal, %d waiting"
                        .formatted(counted.out(), counted.journaled(), counted.waiting())));
        var figures = new Figures(
                critic.detected(), counted.out(), counted.journaled(), Duration.ofNanos(System.nanoTime() - started));
        return new Verdict(findings, figures, scenario.report());
    }

    /** Lets what is under way arrive, in the machine's time. */
    private Ledger drain() throws IOException, InterruptedException {
        scene.tempo().speed(1);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Ledger counted = count();
        while ((counted.waiting() > 0 || counted.lost() > 0) && System.nanoTime() < deadline && !curtain.falls(LOOK)) {
            counted = count();
        }
        return counted;
    }

    private Ledger count() throws IOException, InterruptedException {
        Counters.Reading reading = watching.counters().read();
        look();
        return watching.observer().ledger(reading);
    }
}
