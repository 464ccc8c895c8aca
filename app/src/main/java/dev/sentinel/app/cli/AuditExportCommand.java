package dev.sentinel.app.cli;

import dev.sentinel.responders.audit.AuditLog;
import dev.sentinel.responders.audit.Export;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel audit export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Write the whole audit as JSON lines, straight from the store.")
final class AuditExportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    AuditExportCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() throws IOException {
        try (var open = store.open()) {
            Export.write(open, AuditLog.ofResponses(), spec.commandLine().getOut());
        }
        return ExitCode.OK.number();
    }
}
