package dev.sentinel.responders.situation;

import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that writes to volumes, and who else decides about it.
 *
 * @param owner the resource of an operator that would undo a change made here
 * @param gitOps who restores what is in a repository: "argocd/apps/monitoring"
 * @param wanted replicas it is told to have; empty where its resource does not say, which means one
 */
public record Workload(
        Ref ref,
        String resourceVersion,
        Optional<Integer> wanted,
        int running,
        boolean paused,
        Optional<Ref> owner,
        Optional<String> gitOps,
        List<Volume.Claim> claims,
        List<String> pods,
        Map<String, String> labels) {

    public Workload {
        claims = List.copyOf(claims);
        pods = List.copyOf(pods);
        labels = Map.copyOf(labels);
    }
}
