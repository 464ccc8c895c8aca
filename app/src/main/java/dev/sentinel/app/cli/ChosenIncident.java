package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.correlator.running.Incidents;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Incident;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One incident, named by its id or by as much of it as is needed. */
final class ChosenIncident {

    private static final int MOST_TOLD = 5;

    @Mixin
    private final StoreOption store;

    @Parameters(paramLabel = "INCIDENT", description = "Id of the incident, or its beginning.")
    private String id = "";

    ChosenIncident(StoreOption store) {
        this.store = store;
    }

    Incident find() {
        try (var open = store.open()) {
            return one(open, id);
        }
    }

    static Incident one(Store open, String id) {
        List<Incident> found = open.read(sql -> Incidents.find(sql, id, MOST_TOLD));
        if (found.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "there is no incident %s; see: sentinel incidents list --all".formatted(Printable.escape(id)));
        }
        if (found.size() > 1) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    "%s is the beginning of several incidents: %s"
                            .formatted(
                                    Printable.escape(id),
                                    found.stream().map(Incident::getId).collect(Collectors.joining(", "))));
        }
        return found.getFirst();
    }
}
