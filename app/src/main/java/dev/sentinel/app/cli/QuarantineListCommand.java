package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.PlanText;
import dev.sentinel.app.output.Table;
import dev.sentinel.v1.ListQuarantinesRequest;
import dev.sentinel.v1.Quarantine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel quarantine list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List what is in quarantine, and what it waits for.")
final class QuarantineListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--all", description = "Released ones too.")
    private boolean all;

    QuarantineListCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = ListQuarantinesRequest.newBuilder()
                .setIncludeReleased(all)
                .setPageSize(1000)
                .build();
        var found = ask.ask(stub -> stub.listQuarantines(request)).getQuarantinesList();
        var table = new Table("id", "state", "about", "since", "not before", "extended", "gates broken", "reason");
        for (Quarantine each : found) {
            table.row(
                    each.getId(),
                    PlanText.word(each.getState()),
                    IncidentText.thing(each.getTarget()),
                    IncidentText.time(each.getStartedAt()),
                    IncidentText.time(each.getEarliestReleaseAt()),
                    Integer.toString(each.getExtensionCount()),
                    PlanText.brokenGates(each),
                    each.getReason());
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }
}
