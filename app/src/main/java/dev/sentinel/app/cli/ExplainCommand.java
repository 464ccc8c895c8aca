package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel explain}: one incident, told to somebody who has just been woken. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Tell the story of an incident: what happened and how it hangs together, what speaks for and",
            "against it, what is not known and how to find out, whom to believe, who suffers."
        })
final class ExplainCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ChosenIncident chosen;

    ExplainCommand(ChosenIncident chosen) {
        this.chosen = chosen;
    }

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        IncidentText.story(chosen.find()).forEach(out::println);
        return ExitCode.OK.number();
    }
}
