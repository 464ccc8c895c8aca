package dev.sentinel.app.cli;

import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Table;
import dev.sentinel.lab.scenario.Deed;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.Shipped;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel demo}: the whole product at work on a cluster that breaks, with nothing but a JDK. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Play a scenario: a simulated cluster breaks the way real ones do, and the whole program watches",
            "it through its real collectors. Ends with what was expected of it; leaves nothing behind.",
            "Without a scenario it is the first of --list."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String APPROVAL = "approval";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ScenarioArgument wanted = new ScenarioArgument();

    @Option(names = "--list", description = "List the scenarios that come with the program.")
    private boolean list;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "So many times as fast as the scenario wants, from 0.1 to 10 (default: ${DEFAULT-VALUE}).")
    private double speed = 1;

    @Option(
            names = "--pause-at",
            paramLabel = "approval",
            description = "Leave the approvals to you, at another terminal; until then time goes as on your watch.")
    private Optional<String> pauseAt = Optional.empty();

    @Option(names = "--open", description = "Open the console beside it. There is none yet, and that is said.")
    private boolean open;

    private final Showing showing;

    DemoCommand(Showing showing) {
        this.showing = showing;
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException, IOException {
        if (list) {
            spec.commandLine().getOut().print(scenarios().write(output.format()));
            return ExitCode.OK.number();
        }
        if (open) {
            spec.commandLine()
                    .getErr()
                    .println("There is no console yet that could be opened; the whole story is told here.");
        }
        if (!(speed >= 0.1 && speed <= 10)) {
            throw new CommandFailure(ExitCode.USAGE, "--speed is from 0.1 to 10, not " + speed);
        }
        Optional<Scenario> named = wanted.find();
        Scenario scenario = named.isPresent()
                ? named.get()
                : ScenarioArgument.scenario(Shipped.names().getFirst());
        if (pauseAt.isPresent()) {
            pausable(scenario, pauseAt.get());
        }
        var manner = new Theatre.Manner(speed, pauseAt.isPresent());
        return Showing.exit(showing.show(scenario, manner, spec.commandLine())).number();
    }

    private static void pausable(Scenario scenario, String where) {
        if (!where.equals(APPROVAL)) {
            throw new CommandFailure(ExitCode.USAGE, "--pause-at knows only \"approval\"");
        }
        boolean approved = scenario.turns().stream()
                .flatMap(turn -> turn.deeds().stream())
                .anyMatch(deed -> deed instanceof Deed.Answers answers && answers.yes());
        if (!approved) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "nobody approves anything in %s; try new-node-poisons-telemetry".formatted(scenario.name()));
        }
    }

    private static Table scenarios() {
        var table = new Table("scenario", "what happens", "as reported by");
        for (String name : Shipped.names()) {
            Shipped.find(name)
                    .ifPresent(each -> table.row(
                            name,
                            each.title(),
                            each.report().map(Scenario.Report::source).orElse("")));
        }
        return table;
    }
}
