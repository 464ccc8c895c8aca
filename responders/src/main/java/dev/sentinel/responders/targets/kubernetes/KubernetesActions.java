package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.Action;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What can be done to a cluster through its API. */
public final class KubernetesActions {
    private KubernetesActions() {}

    public static List<Action> of(Cluster cluster, InstantSource clock) {
        Stream<Action> edits = Stream.of(
                        new Cordon(),
                        new Uncordon(),
                        new ScaleWorkload(),
                        new PauseOperator(),
                        new ResumeOperator(),
                        new RaiseStartupBudget(),
                        new RestoreStartupBudget(),
                        new SuspendGitOps(),
                        new ResumeGitOps())
                .map(each -> new Editing(each, cluster, clock));
        Stream<Action> looks = Stream.of(
                        new ObserveWorkload(), new ObservePod(), new ObserveClaim(), new ObserveAttachment())
                .map(each -> new Looking(each, cluster, clock));
        return Stream.concat(edits, looks).toList();
    }
}
