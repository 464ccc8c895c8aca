package dev.sentinel.app.cli;

import dev.sentinel.app.demo.DrillBook;
import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.demo.Verdict;
import dev.sentinel.app.demo.Verdict.Proof;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import dev.sentinel.app.wiring.Acting;
import dev.sentinel.app.wiring.RuleFiles;
import dev.sentinel.lab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel drill}: a scenario in which Sentinel acts, and the record of what was seen to work. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "Play a scenario in which Sentinel acts, on the simulated cluster, and write down which acts of which",
            "runbooks were done and came out as their runbooks say. What is not as expected proves nothing."
        })
final class DrillCommand implements Callable<Integer> {
    private static final String BOOK = "drills.tsv";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final ScenarioArgument wanted = new ScenarioArgument();

    @Option(names = "--list", description = "List every act of every runbook in force, and when it was last proven.")
    private boolean list;

    @Option(
            names = "--book",
            paramLabel = "FILE",
            description = "Where it is written down (default: drills.tsv in the data folder of the configuration).")
    private Optional<Path> book = Optional.empty();

    private final Showing showing;

    DrillCommand(ConfigOption config, Showing showing) {
        this.config = config;
        this.showing = showing;
    }

    @Override
    public Integer call() throws CannotStart, InterruptedException, IOException {
        var configured = config.load().config();
        var drills = new DrillBook(book.orElse(configured.data().resolve(BOOK)));
        if (list) {
            spec.commandLine()
                    .getOut()
                    .print(proofs(drills, configured.responders().runbooks()).write(output.format()));
            return ExitCode.OK.number();
        }
        Scenario scenario = wanted.find()
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "name a scenario; see: sentinel demo --list"));
        if (scenario.sentinel().responding().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Sentinel does nothing in %s: it has no section sentinel.responders".formatted(scenario.name()));
        }
        // Before anything is played: what is proven then could not be written down.
        var unused = entries(drills);
        Verdict verdict = showing.show(scenario, new Theatre.Manner(1, false), spec.commandLine());
        if (!verdict.good()) {
            return Showing.exit(verdict).number();
        }
        drills.record(verdict.proven(), Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS), scenario.name());
        verdict.proven()
                .forEach(each -> spec.commandLine().getOut().printf("proven: %s of %s%n", each.act(), each.runbook()));
        return ExitCode.OK.number();
    }

    private static List<DrillBook.Entry> entries(DrillBook drills) {
        try {
            return drills.read();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, Printable.escape(String.valueOf(e.getMessage())));
        }
    }

    private static Table proofs(DrillBook drills, Optional<Path> runbooks) throws CannotStart, IOException {
        Map<Proof, Optional<DrillBook.Entry>> all =
                new TreeMap<>(Comparator.comparing(Proof::runbook).thenComparing(Proof::act));
        RuleFiles.runbooks(runbooks, Acting.everything(Clock.systemUTC()))
                .runbooks()
                .forEach(each -> each.steps()
                        .forEach(step ->
                                all.put(new Proof(each.name(), step.action().name()), Optional.empty())));
        entries(drills).forEach(each -> all.put(each.proof(), Optional.of(each)));
        var table = new Table("runbook", "act", "last proven", "by scenario");
        all.forEach((proof, entry) -> table.row(
                proof.runbook(),
                proof.act(),
                entry.map(each -> each.at().toString()).orElse("never"),
                entry.map(DrillBook.Entry::scenario).orElse("")));
        return table;
    }
}
