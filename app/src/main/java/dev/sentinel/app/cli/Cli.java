package dev.sentinel.app.cli;

import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Printable;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: which commands there are, and how what goes wrong is told. */
public final class Cli {
    private final ConfigReader reader;
    private final BuildInfo build;
    private final Launch launch;

    public Cli(ConfigReader reader, BuildInfo build, Launch launch) {
        this.reader = reader;
        this.build = build;
        this.launch = launch;
    }

    /** Runs one command line and returns the exit code. */
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        var sentinel = new SentinelCommand(build);
        var line = commands(sentinel, arguments)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, given) -> tellWrongArguments(wrong))
                .setExecutionExceptionHandler(
                        (thrown, command, parsed) -> tellFailure(thrown, command, sentinel.debug()));
        var exitCode = line.execute(arguments);
        out.flush();
        err.flush();
        return exitCode;
    }

    /** The command that is named first stands alone: making all of them is a noticeable part of a start. */
    private CommandLine commands(SentinelCommand sentinel, String... arguments) {
        var root = new CommandLine(sentinel);
        root.getCommandSpec().versionProvider(sentinel);
        var all = commands();
        var named = arguments.length == 0 ? null : all.get(arguments[0]);
        if (named != null) {
            return root.addSubcommand(arguments[0], named.get());
        }
        all.forEach((name, command) -> root.addSubcommand(name, command.get()));
        return root.addSubcommand(new GenerateCompletion());
    }

    private SequencedMap<String, Supplier<Object>> commands() {
        var all = new LinkedHashMap<String, Supplier<Object>>();
        all.put("run", () -> new RunCommand(new ConfigOption(reader), launch));
        all.put("demo", () -> new DemoCommand(new Showing(reader, launch)));
        all.put("drill", () -> new DrillCommand(new ConfigOption(reader), new Showing(reader, launch)));
        all.put("publish", () -> new PublishCommand(new ConfigOption(reader)));
        all.put("tail", () -> new TailCommand(new Watching(new ConfigOption(reader))));
        all.put(
                "parking",
                () -> new CommandLine(new ParkingCommand())
                        .addSubcommand(new ParkingListCommand(new ConfigOption(reader)))
                        .addSubcommand(new ParkingShowCommand(new ParkedMessage(new ConfigOption(reader))))
                        .addSubcommand(new ParkingReplayCommand(new ParkedMessage(new ConfigOption(reader))))
                        .addSubcommand(new ParkingDropCommand(new ParkedMessage(new ConfigOption(reader)))));
        all.put("collect", () -> new CollectCommand(new ConfigOption(reader), launch));
        all.put("correlate", () -> new CorrelateCommand(new ConfigOption(reader), launch));
        all.put(
                "incidents",
                () -> new CommandLine(new IncidentsCommand())
                        .addSubcommand(new IncidentsListCommand(store()))
                        .addSubcommand(new IncidentsShowCommand(new ChosenIncident(store())))
                        .addSubcommand(new IncidentsWatchCommand(new Watching(new ConfigOption(reader)))));
        all.put("explain", () -> new ExplainCommand(new ChosenIncident(store())));
        all.put("capture", () -> new CaptureCommand(store()));
        all.put(
                "silences",
                () -> new CommandLine(new SilencesCommand())
                        .addSubcommand(new SilencesListCommand(store()))
                        .addSubcommand(new SilencesAddCommand(store()))
                        .addSubcommand(new SilencesExpireCommand(store()))
                        .addSubcommand(new SilencesPreviewCommand(store())));
        all.put(
                "maintenance",
                () -> new CommandLine(new MaintenanceCommand())
                        .addSubcommand(new MaintenanceListCommand(store()))
                        .addSubcommand(new MaintenanceAddCommand(store()))
                        .addSubcommand(new MaintenanceEndCommand(store())));
        all.put("replay", () -> new ReplayCommand(store()));
        all.put(
                "patterns",
                () -> new CommandLine(new PatternsCommand())
                        .addSubcommand(new PatternsListCommand(patterns()))
                        .addSubcommand(new PatternsTestCommand())
                        .addSubcommand(new PatternsExplainCommand(patterns())));
        all.put(
                "signatures",
                () -> new CommandLine(new SignaturesCommand()).addSubcommand(new SignaturesTestCommand()));
        all.put("respond", () -> new RespondCommand(new ConfigOption(reader), launch));
        all.put("plan", () -> new PlanCommand(ask()));
        all.put(
                "plans",
                () -> new CommandLine(new PlansCommand())
                        .addSubcommand(new PlansListCommand(ask()))
                        .addSubcommand(new PlansShowCommand(ask())));
        all.put("approve", () -> new ApproveCommand(ask()));
        all.put("reject", () -> new RejectCommand(ask()));
        all.put("cancel", () -> new CancelCommand(ask()));
        all.put(
                "quarantine",
                () -> new CommandLine(new QuarantineCommand())
                        .addSubcommand(new QuarantineListCommand(ask()))
                        .addSubcommand(new QuarantineAddCommand(ask()))
                        .addSubcommand(new QuarantineReleaseCommand(ask())));
        all.put(
                "actions",
                () -> new CommandLine(new ActionsCommand())
                        .addSubcommand(new ActionsListCommand())
                        .addSubcommand(new ActionsShowCommand()));
        all.put(
                "runbooks",
                () -> new CommandLine(new RunbooksCommand())
                        .addSubcommand(new RunbooksListCommand(new ConfigOption(reader)))
                        .addSubcommand(new RunbooksShowCommand(new ConfigOption(reader)))
                        .addSubcommand(new RunbooksTestCommand()));
        all.put(
                "policy",
                () -> new CommandLine(new PolicyCommand())
                        .addSubcommand(new PolicyCheckCommand(new ConfigOption(reader)))
                        .addSubcommand(new PolicyReportCommand(ask()))
                        .addSubcommand(new PolicyTrustCommand(ask())));
        all.put("pause", () -> new PauseCommand(ask()));
        all.put("resume", () -> new ResumeCommand(ask()));
        all.put(
                "audit",
                () -> new CommandLine(new AuditCommand())
                        .addSubcommand(new AuditListCommand(ask()))
                        .addSubcommand(new AuditVerifyCommand(ask()))
                        .addSubcommand(new AuditExportCommand(store())));
        all.put(
                "lab",
                () -> new CommandLine(new LabCommand())
                        .addSubcommand(new LabUpCommand())
                        .addSubcommand(new LabDoCommand())
                        .addSubcommand(new LabFaultsCommand())
                        .addSubcommand(new LabShowCommand()));
        all.put("doctor", () -> new DoctorCommand(new ConfigOption(reader)));
        all.put(
                "config",
                () -> new CommandLine(new ConfigCommand())
                        .addSubcommand(new ConfigCheckCommand(new ConfigOption(reader)))
                        .addSubcommand(new ConfigShowCommand(new ConfigOption(reader))));
        return all;
    }

    private PatternsOption patterns() {
        return new PatternsOption(new ConfigOption(reader));
    }

    private AskOption ask() {
        return new AskOption(new ConfigOption(reader));
    }

    private StoreOption store() {
        return new StoreOption(new ConfigOption(reader));
    }

    private static int tellWrongArguments(ParameterException wrong) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println("sentinel: " + Printable.escape(String.valueOf(wrong.getMessage())));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }

    private static int tellFailure(Exception thrown, CommandLine command, boolean debug) {
        var err = command.getErr();
        var exitCode = exitCode(thrown);
        err.println("sentinel: " + message(thrown, exitCode));
        if (debug) {
            thrown.printStackTrace(err);
        }
        return exitCode.number();
    }

    private static ExitCode exitCode(Exception thrown) {
        return switch (thrown) {
            case CommandFailure failure -> failure.exitCode();
            case CannotStart cannotStart -> ExitCode.UNAVAILABLE;
            default -> ExitCode.SOFTWARE;
        };
    }

    private static String message(Exception thrown, ExitCode exitCode) {
        return exitCode == ExitCode.SOFTWARE
                ? "a fault of the program: %s; run again with --debug and report what it prints"
                        .formatted(Printable.escape(thrown.toString()))
                : String.valueOf(thrown.getMessage());
    }
}
