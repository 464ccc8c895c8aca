package dev.sentinel.app.cli;

import dev.sentinel.correlator.running.Quiet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel silences preview}: {@link Quiet} tried on what is known, before anything is hidden. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = "Show which incidents of now and of the last 7 days a silence would hide.")
final class SilencesPreviewCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final MatchersArgument matchers = new MatchersArgument();

    SilencesPreviewCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        try (var open = store.open()) {
            var now = open.read(sql -> sql.now());
            var silence = matchers.from(now)
                    .setId("preview")
                    .setEndsAt(QuietOption.at(now.plus(Duration.ofMinutes(1))))
                    .build();
            var hidden = open.read(sql -> Hidden.by(sql, silence, now));
            var all = new ArrayList<>(hidden.live());
            all.addAll(hidden.past());
            spec.commandLine().getOut().print(IncidentsListCommand.table(all).write(output.format()));
            spec.commandLine().getErr().printf("it would keep quiet %s%n", hidden.told());
        }
        return ExitCode.OK.number();
    }
}
