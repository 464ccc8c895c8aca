package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import dev.sentinel.correlator.running.Incidents;
import dev.sentinel.correlator.running.Words;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel incidents list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List incidents that are not resolved, the latest news first.")
final class IncidentsListCommand implements Callable<Integer> {

    private static final List<IncidentState> STATES = Arrays.stream(IncidentState.values())
            .filter(state -> state != IncidentState.INCIDENT_STATE_UNSPECIFIED && state != IncidentState.UNRECOGNIZED)
            .toList();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(names = "--all", description = "Resolved ones too.")
    private boolean all;

    @Option(names = "--state", split = ",", paramLabel = "STATE", description = "Only these, as in open,reopened.")
    private List<String> states = List.of();

    @Option(names = "--cluster", paramLabel = "NAME", description = "Only of this cluster.")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = {"-n", "--limit"},
            description = "At most this many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    IncidentsListCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        var filter = new Incidents.Filter(wanted(), cluster, Optional.empty());
        try (var open = store.open()) {
            var incidents = open.read(sql -> Incidents.list(sql, filter, Math.clamp(limit, 1, 10_000)));
            spec.commandLine().getOut().print(table(incidents).write(output.format()));
        }
        return ExitCode.OK.number();
    }

    static Table table(List<Incident> incidents) {
        var table = new Table("id", "state", "severity", "sure", "pattern", "about", "began", "quiet", "title");
        for (Incident incident : incidents) {
            table.row(
                    incident.getId(),
                    Words.of(incident.getState()),
                    Words.of(incident.getSeverity()),
                    IncidentText.percent(incident.getConfidence().getScore()),
                    incident.getPattern(),
                    IncidentText.thing(incident.getPivot()),
                    IncidentText.time(incident.getBeganAt()),
                    incident.getSilencedBy(),
                    incident.getTitle());
        }
        return table;
    }

    private List<IncidentState> wanted() {
        if (!states.isEmpty()) {
            return states.stream().map(IncidentsListCommand::state).toList();
        }
        return STATES.stream()
                .filter(state -> all || state != IncidentState.INCIDENT_STATE_RESOLVED)
                .toList();
    }

    private static IncidentState state(String word) {
        return STATES.stream()
                .filter(state -> Words.of(state).equals(word))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "there is no state \"%s\"; the states are %s"
                                .formatted(
                                        Printable.escape(word),
                                        STATES.stream().map(Words::of).collect(Collectors.joining(", ")))));
    }
}
