package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Table;
import dev.sentinel.correlator.running.Quiets;
import dev.sentinel.v1.Silence;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel silences list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List silences, the first to end first.")
final class SilencesListCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Mixin
    private final OutputOption output = new OutputOption();

    SilencesListCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        var table = new Table("id", "until", "by", "matchers", "comment");
        try (var open = store.open()) {
            for (Silence silence : open.read(sql -> Quiets.silences(sql, sql.now()))) {
                table.row(
                        silence.getId(),
                        IncidentText.time(silence.getEndsAt()),
                        silence.getCreatedBy().getId(),
                        silence.getMatchersList().stream()
                                .map(MatchersArgument::written)
                                .collect(Collectors.joining(" ")),
                        silence.getComment());
            }
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }
}
