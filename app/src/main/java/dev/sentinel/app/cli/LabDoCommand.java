package dev.sentinel.app.cli;

import dev.sentinel.app.lab.LabDoor;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.output.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel lab do}: something goes wrong in the running lab. */
@Command(
        name = "do",
        mixinStandardHelpOptions = true,
        description = {
            "Let something happen in the running lab.",
            "As in: sentinel lab do \"fail disk on agent-2\". sentinel lab faults lists what can."
        })
final class LabDoCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final LabFolderOption lab = new LabFolderOption();

    @Parameters(arity = "1..*", paramLabel = "SENTENCE", description = "What happens, with or without quotes.")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        String sentence = String.join(" ", words);
        try (var door = LabDoor.of(lab.folder())) {
            switch (door.happen(sentence)) {
                case LabDoor.Answer.Done done ->
                    spec.commandLine()
                            .getOut()
                            .printf("%s  %s%n", Printable.escape(done.said()), Printable.escape(sentence));
                case LabDoor.Answer.Refused refused ->
                    throw new CommandFailure(exitCode(refused.code()), Printable.escape(refused.why()));
            }
        }
        return ExitCode.OK.number();
    }

    static ExitCode exitCode(int code) {
        return switch (code) {
            case 400, 413, 422 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.DENIED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409, 429 -> ExitCode.CONFLICT;
            default -> ExitCode.SOFTWARE;
        };
    }
}
