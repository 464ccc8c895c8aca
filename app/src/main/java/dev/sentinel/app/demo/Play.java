package dev.sentinel.app.demo;

import com.google.protobuf.Timestamp;
import dev.sentinel.app.demo.Verdict.Figures;
import dev.sentinel.app.demo.Verdict.Finding;
import dev.sentinel.correlator.running.Words;
import dev.sentinel.lab.scenario.Condition;
import dev.sentinel.lab.scenario.Deed;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.Turn;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Step;
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
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    // So much of the machine's time is spent on arriving at a turn, and never slower than this.
    private static final double ARRIVAL_SECONDS = 0.15;
    private static final double UNHURRIED = 20;

    private final Scenario scenario;
    private final Scene scene;
    private final Watching watching;
    private final Playing playing;
    private final Curtain curtain;
    private final double haste;
    private final Map<String, Instant> newest = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Jury jury;
    private final Breath breath;
    private double wanted = 1;
    private Instant began = Instant.EPOCH;
    private Instant lastTurn = Instant.EPOCH;
    // How long a person at another terminal took, which is no part of the story.
    private Duration held = Duration.ZERO;
    private Optional<Instant> met = Optional.empty();
    private int next;

    /** Who looks on, and how often at least there is something to see from everybody. */
    record Watching(Observer observer, Chronicle chronicle, Counters counters, Narrator narrator, Duration heartbeat) {}

    /** Who plays, and how. */
    record Playing(Theatre.Manner manner, Cast cast, Troupe troupe, Reporter reporter, Curtain curtain) {}

    Play(Scenario scenario, Scene scene, Watching watching, Playing playing) {
        this.scenario = scenario;
        this.scene = scene;
        this.watching = watching;
        this.playing = playing;
        this.curtain = playing.curtain();
        this.breath = new Breath(watching.heartbeat());
        this.haste = playing.manner().haste();
        this.jury = new Jury(scenario, watching.observer(), watching.chronicle());
    }

    Verdict run(long started) throws IOException, InterruptedException {
        if (scenario.recorded().isEmpty()) {
            settle();
        }
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
            return ended(started);
        }
        return verdict(started);
    }

    private void speed(double speed) {
        wanted = Math.clamp(speed * haste, 0.1, 10_000);
        scene.tempo().speed(Math.min(breath.allowed(wanted), arriving()), breath.leash(wanted));
    }

    /** A turn is taken at its time, however fast the quiet before it passes. */
    private double arriving() {
        Duration goal =
                next < scenario.turns().size() && scenario.turns().get(next).when() instanceof Turn.When.At at
                        ? at.time()
                        : scenario.ends();
        double left = goal.minus(passed()).toMillis() / 1000.0;
        return Math.max(UNHURRIED, left / ARRIVAL_SECONDS);
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
        playing.reporter().tell(now());
        Observer.News news = watching.observer().look(now());
        Duration at = passed();
        double speed = scene.tempo().speed();
        for (Event event : news.events()) {
            Instant observed = time(event.getObservedAt());
            newest.merge(event.getSource().getCollector(), observed, (one, other) -> one.isAfter(other) ? one : other);
            if (scenario.recorded().isEmpty()) {
                breath.heard(Duration.between(observed, began.plus(at)), speed);
            }
            watching.narrator().sees(at, event);
        }
        if (news.events().isEmpty()) {
            breath.calm();
        }
        // The world itself may be late, when much happens in it.
        breath.lags(Duration.between(scene.stage().now(), now()), speed);
        // What was recorded waits for its time, and how late it was then is part of it.
        if (scenario.recorded().isEmpty()) {
            Instant quietest = newest.values().stream().min(Instant::compareTo).orElse(began);
            breath.silent(Duration.between(quietest, began.plus(at)));
        }
        news.incidents().forEach(incident -> watching.narrator().believes(at, incident));
        if (scenario.sentinel().responding().isPresent()) {
            Chronicle.News done = watching.chronicle().look();
            done.plans().stream()
                    .filter(Chronicle::changes)
                    .forEach(plan -> watching.narrator().plans(at, plan));
            done.acts().stream()
                    .filter(act -> !act.reads())
                    .forEach(act -> watching.narrator()
                            .acts(
                                    at,
                                    act.result(),
                                    act.step().map(Step::getSentence).orElse("")));
        }
        jury.looks(now(), this::holds);
    }

    /** True when it is over. */
    private boolean step() throws IOException, InterruptedException {
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
        return story().compareTo(scenario.ends()) >= 0 || isTold();
    }

    /** Of what came after a recording nothing is known, and silence is no part of it. */
    private boolean isTold() {
        if (scenario.recorded().isEmpty() || !playing.reporter().isDone()) {
            return false;
        }
        speed(1 / haste);
        return Duration.between(scenario.recorded().getLast().at(), now()).compareTo(AFTERWARDS) >= 0;
    }

    private Duration story() {
        return passed().minus(held);
    }

    private boolean isDue(Turn turn) {
        return switch (turn.when()) {
            case Turn.When.At at -> story().compareTo(at.time()) >= 0;
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
            case Condition.Planned planned ->
                watching.chronicle().plans().stream()
                        .anyMatch(each -> watching.chronicle().isCalled(each, planned.plan())
                                && Chronicle.word(each).equals(planned.word()));
        };
    }

    private boolean hopeless(Turn turn) {
        if (turn.when() instanceof Turn.When.Once once
                && met.isEmpty()
                && Duration.between(lastTurn, now()).compareTo(once.atMost()) > 0) {
            findings.add(new Finding(
                    false,
                    "line %d: not so within %s: %s"
                            .formatted(turn.line(), Spans.write(once.atMost()), once.sentence())));
            return true;
        }
        return false;
    }

    /** False when it cannot be done. */
    private boolean take(Turn turn) throws IOException, InterruptedException {
        next++;
        met = Optional.empty();
        lastTurn = now();
        if (!turn.say().isEmpty()) {
            watching.narrator().does(passed(), turn.say());
        }
        // What happens in one turn happens at one moment, whatever it takes here.
        scene.tempo().speed(1);
        for (Deed deed : turn.deeds()) {
            try {
                perform(deed);
            } catch (Refused refused) {
                findings.add(new Finding(false, "line %d: %s".formatted(turn.line(), refused.getMessage())));
                return false;
            }
        }
        if (!turn.name().isEmpty()) {
            jury.hears(turn.name(), lastTurn);
        }
        turn.pace().ifPresent(this::speed);
        return true;
    }

    private void perform(Deed deed) throws IOException, InterruptedException {
        switch (deed) {
            case Deed.OfPeople byPerson -> {
                if (playing.manner().byHand() && byPerson instanceof Deed.Answers answers && answers.yes()) {
                    waitFor(answers);
                } else {
                    String answer = playing.cast().does(byPerson);
                    watching.narrator().answers(passed(), deed.sentence(), answer);
                }
            }
            case Deed.Happens inWorld -> performed(inWorld);
            case Deed.AtClient atClient -> performed(atClient);
            case Deed.BrokerLost lost -> performed(lost);
            case Deed.BrokerBack back -> performed(back);
        }
    }

    private void performed(Deed deed) {
        watching.narrator().does(passed(), deed.sentence());
        scene.perform(deed);
    }

    /** Time goes as on a watch until somebody decided about the plan, or about the one that takes its place meanwhile. */
    private void waitFor(Deed.Answers answers) throws InterruptedException {
        scene.tempo().speed(1);
        Instant since = now();
        String told = "";
        Optional<Plan> plan = waiting(answers.plan());
        if (plan.isEmpty()) {
            throw new Refused(Refused.Reason.UNAVAILABLE, "no plan %s waits".formatted(answers.plan()));
        }
        while (plan.isPresent() && !curtain.falls(LOOK)) {
            if (!plan.get().getId().equals(told)) {
                told = plan.get().getId();
                watching.narrator().asks(passed(), plan.get(), commands(plan.get(), answers.who()));
            }
            look();
            plan = waiting(answers.plan());
        }
        held = held.plus(Duration.between(since, now()));
        lastTurn = now();
    }

    private Optional<Plan> waiting(String name) {
        return watching.chronicle()
                .newest(name)
                .filter(each -> each.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
    }

    private List<String> commands(Plan plan, String who) {
        String door = "--server %s --token-file %s"
                .formatted(playing.cast().server(), playing.troupe().tokenFile(who));
        return List.of(
                "./sentinel plans show %s %s".formatted(plan.getId(), door),
                "./sentinel approve %s %s".formatted(plan.getId(), door));
    }

    private Verdict ended(long started) {
        var figures = new Figures(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                Duration.ofNanos(System.nanoTime() - started));
        return new Verdict(Optional.of(whole(passed())), List.of(), figures, List.of(), Optional.empty());
    }

    private Verdict verdict(long started) throws IOException, InterruptedException {
        Ledger counted = drain();
        var judged = jury.judges(began, scene.footprints());
        findings.addAll(judged.findings());
        playing.reporter().trouble().ifPresent(why -> findings.add(new Finding(false, why)));
        findings.add(new Finding(
                counted.lost() == 0 && counted.waiting() == 0,
                "%d events out, %d in the journal, %d waiting"
                        .formatted(counted.out(), counted.journaled(), counted.waiting())));
        var figures = new Figures(
                judged.detected(),
                judged.contained(),
                judged.recovered(),
                counted.out(),
                counted.journaled(),
                counted.waiting(),
                Duration.ofNanos(System.nanoTime() - started));
        return new Verdict(Optional.empty(), findings, figures, judged.proven(), scenario.report());
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
