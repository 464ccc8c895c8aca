package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Table;
import dev.sentinel.correlator.running.Quiets;
import dev.sentinel.v1.MaintenanceWindow;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sentinel maintenance list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List maintenance windows, the first to end first.")
final class MaintenanceListCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Mixin
    private final OutputOption output = new OutputOption();

    MaintenanceListCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        var table = new Table("id", "until", "cluster", "by", "things", "comment");
        try (var open = store.open()) {
            for (MaintenanceWindow window : open.read(sql -> Quiets.windows(sql, sql.now()))) {
                table.row(
                        window.getId(),
                        IncidentText.time(window.getEndsAt()),
                        window.getCluster(),
                        window.getCreatedBy().getId(),
                        window.getTargetsList().stream()
                                .map(RefsArgument::written)
                                .collect(Collectors.joining(" ")),
                        window.getComment());
            }
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }
}
