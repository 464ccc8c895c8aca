package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatternTextTest {
    private static final PatternReader READER = new PatternReader();

    @Test
    void explains_the_headline_in_words() {
        assertThat(explained("new-node-poisons-telemetry")).contains("""
                        One incident for each Kubernetes node. Evidence older than 72h is forgotten.
                        """, """
                          replica_failed (mechanism)
                            longhorn.replica.failed or longhorn.rebuild.failed
                            only if event.severity != sentinel.v1.Severity.SEVERITY_INFO
                            counts only within 48h after joined
                            found from the Longhorn replica, on the Longhorn disk, part of the Kubernetes node
                            its link: from the Longhorn replica, of the Longhorn volume
                            told as: {subject} of {fact.volume} failed on the new node
                            if it is missing, look: kubectl -n longhorn-system get replicas.longhorn.io
                        """, """
                            must share its Longhorn volume with replica_failed
                        """, """
                            nothing like this for 10m after rebuild_started: longhorn.rebuild.progressed or longhorn.rebuild.completed
                        """, """
                        When it speaks
                          suspected when  joined and (replica_failed or no_progress)
                          opens when      joined and replica_failed and stopped
                          critical        if stopped
                          error           otherwise

                        How sure it is: it starts at 60 %
                          plus 20 % if 2 of (joined, replica_failed, stopped) (two independent witnesses agree)
                          minus 20 % if not replica_failed (the storage layer reports nothing)

                        What ends it
                          advancing ends stopped
                          resolved when it recovered, or brought no news, for 30m
                          what comes within 12h after that reopens it

                        What it folds in: counted, not shown as incidents of their own
                          alert within 15m, only if fact.about_absence: absent() fires for healthy things while Prometheus is mute

                        What becomes its child when they share a thing: volume-stalled

                        Runbooks that answer it
                          quarantine-node: stop it from taking more replicas
                        """);
    }

    @Test
    void explains_counts_fallbacks_and_what_nobody_answers() {
        assertThat(explained("volume-stalled"))
                .contains("at least 3 within 10m: kubernetes.pod.mount_failed")
                .doesNotContain("suspected when");
        assertThat(explained("site-silent"))
                .contains(
                        "A fallback: it only looks at events that no other pattern could use.",
                        "any event",
                        "found from the thing, observed by the Sentinel collector",
                        "No runbook answers it.");
    }

    @Test
    void fits_a_terminal() {
        for (var name : Fixtures.NAMES) {
            assertThat(explained(name).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110));
        }
    }

    private static String explained(String name) {
        return PatternText.explain(Fixtures.good(READER.read(name + ".yaml", Fixtures.text(name))));
    }
}
