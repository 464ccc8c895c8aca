package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.PlanText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import dev.sentinel.v1.ListPlansRequest;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel plans list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List plans, the newest first.")
final class PlansListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final AskOption ask;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--waiting", description = "Only those that wait for people.")
    private boolean waiting;

    @Option(names = "--open-inverses", description = "Only those that owe the taking back of a step.")
    private boolean owing;

    @Option(names = "--state", split = ",", paramLabel = "STATE", description = "Only these, as in running,unknown.")
    private List<String> states = List.of();

    @Option(names = "--incident", paramLabel = "ID", description = "Only those of this incident.")
    private String incident = "";

    @Option(
            names = {"-n", "--limit"},
            description = "At most this many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    PlansListCommand(AskOption ask) {
        this.ask = ask;
    }

    @Override
    public Integer call() {
        var request = ListPlansRequest.newBuilder()
                .setIncidentId(incident)
                .setWithOpenInverses(owing)
                .setPageSize(Math.clamp(limit, 1, 1000));
        states.forEach(each -> request.addStates(state(each)));
        if (waiting) {
            request.addStates(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
        }
        var plans = ask.ask(stub -> stub.listPlans(request.build())).getPlansList();
        var table = new Table("id", "state", "mode", "runbook", "incident", "planned", "title");
        for (Plan plan : plans) {
            table.row(
                    plan.getId(),
                    PlanText.word(plan.getState()),
                    PlanText.word(plan.getMode()),
                    plan.getContent().getRunbook(),
                    plan.getContent().getIncidentId(),
                    IncidentText.time(plan.getContent().getPlannedAt()),
                    plan.getContent().getTitle());
        }
        spec.commandLine().getOut().print(table.write(output.format()));
        return ExitCode.OK.number();
    }

    private static PlanState state(String word) {
        return Arrays.stream(PlanState.values())
                .filter(state -> PlanText.word(state).replace(' ', '-').equals(word.toLowerCase(Locale.ROOT)))
                .filter(state -> state != PlanState.UNRECOGNIZED && state != PlanState.PLAN_STATE_UNSPECIFIED)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "there is no state \"%s\"; the states are %s"
                                .formatted(
                                        Printable.escape(word),
                                        Arrays.stream(PlanState.values())
                                                .filter(each -> each != PlanState.UNRECOGNIZED
                                                        && each != PlanState.PLAN_STATE_UNSPECIFIED)
                                                .map(each -> PlanText.word(each).replace(' ', '-'))
                                                .collect(Collectors.joining(", ")))));
    }
}
