package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.PlanText;
import dev.sentinel.app.output.Table;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.ListAuditEntriesRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel audit list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List what was decided and done, the oldest first.")
final class AuditListCommand implements Callable<Integer> {
    private static final int PAGE = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--incident", paramLabel = "ID", description = "Only about this incident.")
    private String incident = "";

    @Option(names = "--plan", paramLabel = "ID", description = "Only about this plan.")
    private String plan = "";

    AuditListCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var table = new Table("number", "at", "who", "act", "sentence");
        var request = ListAuditEntriesRequest.newBuilder()
                .setIncidentId(incident)
                .setPlanId(plan)
                .setPageSize(PAGE);
        boolean more = true;
        for (int rows = 0; more && rows < 9_000; rows += PAGE) {
            var page = ask.ask(stub -> stub.listAuditEntries(request.build()));
            for (AuditEntry entry : page.getEntriesList()) {
                table.row(
                        Long.toString(entry.getNumber()),
                        IncidentText.time(entry.getAt()),
                        entry.getActor().getId(),
                        PlanText.word(entry.getAct()),
                        entry.getSentence());
            }
            more = !page.getNextPageToken().isEmpty();
            request.setPageToken(page.getNextPageToken());
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }
}
