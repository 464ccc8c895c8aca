package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.v1.VerifyAuditRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel audit verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Walk the whole audit and compare it with its signed checkpoints; exit code 5 when it was tampered with.")
final class AuditVerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    AuditVerifyCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var answer = ask.ask(stub -> stub.verifyAudit(VerifyAuditRequest.getDefaultInstance()));
        var out = spec.commandLine().getOut();
        if (answer.getIntact()) {
            out.printf(
                    "intact: %d entries, %d of them under a signed checkpoint%n",
                    answer.getEntryCount(), answer.getLastCheckpoint().getEntryCount());
            return ExitCode.OK.number();
        }
        String where = answer.hasFirstBadNumber() ? " from entry " + answer.getFirstBadNumber() : "";
        out.printf("NOT intact%s: %s%n", where, Printable.escape(answer.getProblem()));
        return ExitCode.CONFLICT.number();
    }
}
