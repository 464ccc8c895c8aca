package dev.sentinel.responders.targets.nomad;

import dev.sentinel.responders.actions.Action;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What can be done to Nomad. */
public final class NomadActions {
    private NomadActions() {}

    /** All of them, in one region. */
    public static List<Action> of(Nomad nomad, InstantSource clock) {
        return Stream.of(new ScaleGroup(), new StopJob(), new StartJob(), new EligibilityOff(), new EligibilityOn())
                .<Action>map(each -> new Asking(each, nomad, clock))
                .toList();
    }
}
