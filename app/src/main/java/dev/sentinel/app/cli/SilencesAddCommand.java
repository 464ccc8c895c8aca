package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.correlator.running.Quiets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel silences add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {"Keep incidents quiet that meet every matcher; see before what that hides: silences preview."})
final class SilencesAddCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Mixin
    private final QuietOption quiet = new QuietOption();

    @Mixin
    private final MatchersArgument matchers = new MatchersArgument();

    SilencesAddCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        try (var open = store.open()) {
            var now = open.read(sql -> sql.now());
            var wanted = matchers.from(now)
                    .setEndsAt(quiet.end(now))
                    .setCreatedBy(quiet.owner())
                    .setComment(quiet.comment());
            var silence = wanted.setId(QuietOption.id(now, wanted.build().toByteArray()))
                    .build();
            var hidden = open.read(sql -> Hidden.by(sql, silence, now));
            if (!open.writeNow(sql -> Quiets.add(sql, silence))) {
                throw new CommandFailure(
                        ExitCode.CONFLICT, "there are %d silences already; expire some first".formatted(Quiets.MOST));
            }
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s keeps quiet %s, until %s%n",
                            silence.getId(), hidden.told(), IncidentText.time(silence.getEndsAt()));
        }
        return ExitCode.OK.number();
    }
}
