package dev.sentinel.app.cli;

import dev.sentinel.app.build.BuildInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code sentinel} alone: says which words there are. */
@Command(
        name = "sentinel",
        mixinStandardHelpOptions = true,
        description = "Sees storage incidents, links them to one cause, acts with care.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a fault of the program",
            "2:wrong arguments or configuration",
            "3:not found",
            "4:denied",
            "5:conflict, or somebody was faster",
            "6:something needed is unavailable",
            "7:timed out",
            "130:ended by somebody before its end"
        })
final class SentinelCommand implements Runnable, IVersionProvider {
    private final BuildInfo build;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    SentinelCommand(BuildInfo build) {
        this.build = build;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"sentinel %s (commit %s)".formatted(build.version(), build.commit())};
    }

    boolean debug() {
        return debug;
    }
}
