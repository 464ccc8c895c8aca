package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.correlator.running.Quiets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel silences expire}. */
@Command(name = "expire", mixinStandardHelpOptions = true, description = "End a silence now.")
final class SilencesExpireCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Parameters(paramLabel = "ID", description = "Id of the silence.")
    private String id = "";

    SilencesExpireCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        try (var open = store.open()) {
            if (open.writeNow(sql -> Quiets.expire(sql, id)).isEmpty()) {
                throw new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "there is no silence %s that has not ended; see: sentinel silences list"
                                .formatted(Printable.escape(id)));
            }
        }
        spec.commandLine().getOut().printf("%s has ended%n", id);
        return ExitCode.OK.number();
    }
}
