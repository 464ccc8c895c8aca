package dev.sentinel.app.cli;

import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel incidents show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show one incident with its history; -o json shows everything there is.")
final class IncidentsShowCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ChosenIncident chosen;

    @Mixin
    private final OutputOption output = new OutputOption();

    IncidentsShowCommand(ChosenIncident chosen) {
        this.chosen = chosen;
    }

    @Override
    public Integer call() {
        var incident = chosen.find();
        var out = spec.commandLine().getOut();
        if (output.format() == Table.Format.JSON) {
            out.println(EventText.json(incident));
        } else {
            IncidentText.history(incident).forEach(out::println);
        }
        return ExitCode.OK.number();
    }
}
