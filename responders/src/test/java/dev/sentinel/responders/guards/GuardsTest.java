package dev.sentinel.responders.guards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.guards.Guard.Weight;
import dev.sentinel.responders.trial.Acts;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each guard refuses, and lets pass what only looks like it. */
final class GuardsTest {
    private static final String NODE = "longhorn.node/longhorn-system/agent-4";
    private static final String OFF = "longhorn.node.scheduling.off";
    private static final String EVICT = "longhorn.node.eviction.on";
    private static final String VOLUME = "longhorn.volume/longhorn-system/pvc-1";
    private static final String SCALE = "kubernetes.workload.scale";
    private static final String SET = "kubernetes.statefulset/monitoring/prometheus";
    private static final Arguments NONE = Arguments.none().with("replicas", 0L);

    private static Asked off() {
        return Asked.about(OFF, NODE);
    }

    private static Asked evict() {
        return Asked.about(EVICT, NODE);
    }

    private static Asked stop() {
        return Asked.about(SCALE, SET).with(NONE);
    }

    private static Asked start() {
        return Asked.about(SCALE, SET).with(Arguments.none().with("replicas", 1L));
    }

    private static String copies(String... copies) {
        return volume("copies: [" + String.join(", ", copies) + "]");
    }

    /** The little cluster with another pvc-1. */
    private static String volume(String how) {
        return Asked.HEALTHY.replaceAll(
                "\\{name: pvc-1.*\\}", "{name: pvc-1, claim: monitoring/data-0, on: agent-1, " + how + "}");
    }

    record Case(String name, Guard guard, Asked asked, String said) {
        @Override
        public String toString() {
            return guard.name() + ": " + name;
        }
    }

    static Stream<Case> refusals() {
        var copy = new LastHealthyCopy();
        var flapping = new VolumeFlapping();
        var rebuild = new RebuildInProgress();
        var unchanged = new TargetUnchanged();
        var nodes = new NodeShare();
        var volumes = new VolumeShare();
        var actor = new OtherActor();
        var holds = new StorageHolds();
        return Stream.of(
                new Case(
                        "the other copy failed",
                        copy,
                        evict().in(copies("agent-1 failed", "agent-4")),
                        "pvc-1 has no safe copy on another node"),
                new Case(
                        "the other copy is being made",
                        copy,
                        evict().in(copies("agent-1 rebuilding", "agent-4")),
                        "no safe copy"),
                new Case(
                        "the other copy failed after it was last healthy",
                        copy,
                        evict().in(copies("agent-1 doubtful", "agent-4")),
                        "no safe copy"),
                new Case("both copies lie here", copy, evict().in(copies("agent-4", "agent-4")), "no safe copy"),
                new Case(
                        "all copies failed",
                        copy,
                        evict().in(copies("agent-1 failed", "agent-4 failed")),
                        "no safe copy"),
                new Case(
                        "replicas could not be read",
                        copy,
                        evict().unread("replicas.longhorn.io"),
                        "replicas.longhorn.io could not be read"),
                new Case(
                        "attaching",
                        flapping,
                        Asked.about("longhorn.volume.hold", VOLUME)
                                .in(volume("copies: [agent-1, agent-2], state: attaching")),
                        "between attached and detached"),
                new Case(
                        "salvaged nine minutes ago",
                        flapping,
                        stop().in(volume("copies: [agent-1, agent-2], salvaged: 9m")),
                        "was salvaged"),
                new Case(
                        "volumes could not be read",
                        flapping,
                        stop().unread("volumes.longhorn.io"),
                        "could not be read"),
                new Case(
                        "a copy is being made",
                        rebuild,
                        evict().in(copies("agent-1", "agent-4 rebuilding")),
                        "pvc-1 is being rebuilt (10 %)"),
                new Case(
                        "engines could not be read",
                        rebuild,
                        evict().unread("engines.longhorn.io"),
                        "could not be read"),
                new Case("made anew", unchanged, off().planned("uid-before", Map.of()), "was made anew"),
                new Case(
                        "a deciding fact changed",
                        unchanged,
                        off().planned("uid-agent-4", Map.of("ready", "true")).seen(Map.of("ready", "false")),
                        "ready is \"false\", and was \"true\""),
                new Case(
                        "a deciding fact is not known any more",
                        unchanged,
                        off().planned("uid-agent-4", Map.of("ready", "true")),
                        "ready is \"not known\""),
                new Case("gone", unchanged, off().stands(Sight.Standing.GONE), "agent-4 is gone"),
                new Case(
                        "somebody else's plan changed it",
                        unchanged,
                        off().ofPlan("plan-1")
                                .after(OFF, NODE, Duration.ofMinutes(1), "plan-2")
                                .planned("uid-agent-4", Map.of("a", "1"))
                                .seen(Map.of("a", "2")),
                        "a is \"2\""),
                new Case(
                        "two are out and two may be",
                        nodes,
                        off().in(Asked.HEALTHY
                                .replace("{name: agent-1}", "{name: agent-1, ready: false}")
                                .replace("{name: agent-2}", "{name: agent-2, cordoned: true}")),
                        "3 of 5 nodes would be out of service, and 2 may be; out are agent-1, agent-2"),
                new Case(
                        "one is quarantined, one switched off by others",
                        nodes,
                        off().quarantined("longhorn.node/longhorn-system/agent-1")
                                .in(Asked.HEALTHY.replace("{name: agent-2}", "{name: agent-2, scheduling: false}")),
                        "3 of 5"),
                new Case(
                        "the only node",
                        nodes,
                        off().in("nodes: [{name: agent-4}]"),
                        "1 of 1 nodes would be out of service, and 0 may be"),
                new Case("nodes could not be read", nodes, off().unread("nodes"), "nodes could not be read"),
                new Case(
                        "another volume is held",
                        volumes,
                        stop().busy("longhorn.volume/longhorn-system/pvc-2"),
                        "2 of 2 volumes would be held or frozen, and 1 may be"),
                new Case(
                        "another writer is frozen",
                        volumes,
                        stop().busy("kubernetes.statefulset/logging/loki"),
                        "2 of 2"),
                new Case(
                        "claims could not be read",
                        volumes,
                        stop().unread("persistentvolumeclaims"),
                        "could not be read"),
                new Case(
                        "an operator that nobody can tell",
                        actor,
                        stop().in(owned("shop.orderstore")),
                        "the operator of shop.orderstore"),
                new Case(
                        "another change of what a known operator keeps",
                        actor,
                        Asked.about("kubernetes.workload.restart", SET).in(owned("monitoring.prometheus")),
                        "would undo it"),
                new Case(
                        "balancing would move copies back",
                        actor,
                        evict().in(Asked.HEALTHY + "settings: [replica-auto-balance=best-effort]\n"),
                        "replica-auto-balance is best-effort"),
                new Case(
                        "the volume is balanced by itself",
                        actor,
                        evict().in(volume("copies: [agent-1, agent-4], auto_balance: least-effort")),
                        "volume pvc-1 is balanced by itself"),
                new Case(
                        "a repository restores it",
                        new GitOpsSuspended(),
                        stop().in(kept()),
                        "argocd/apps/monitoring restores"),
                new Case(
                        "a source is stale",
                        new WitnessBlind(),
                        off().about(trust("longhorn/central", TrustLevel.TRUST_LEVEL_STALE, "longhorn.replica.failed")),
                        "longhorn/central is not heard of in time"),
                new Case(
                        "a source is silent",
                        new WitnessBlind(),
                        off().about(trust(
                                "longhorn/central", TrustLevel.TRUST_LEVEL_SILENT, "longhorn.replica.failed")),
                        "longhorn/central"),
                new Case(
                        "only the witness that stands on it saw it",
                        new WitnessBlind(),
                        off().about(trust(
                                "prometheus.server/monitoring/p-0",
                                TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE,
                                "prometheus.head.stale",
                                "alert")),
                        "all evidence comes from prometheus"),
                new Case(
                        "the volume of Sentinel's own broker",
                        new OwnStorage(),
                        Asked.about("longhorn.volume.hold", VOLUME).own(VOLUME),
                        "Sentinel keeps its own data on longhorn.volume pvc-1"),
                new Case(
                        "its writer",
                        new OwnStorage(),
                        stop().own("kubernetes.persistent_volume_claim/monitoring/data-0"),
                        "Sentinel keeps its own data"),
                new Case(
                        "the node that serves it",
                        new OwnStorage(),
                        Asked.about(OFF, "longhorn.node/longhorn-system/agent-1")
                                .own(VOLUME),
                        "Sentinel keeps its own data"),
                new Case(
                        "paused",
                        new Pause(),
                        off().paused("maintenance of the network"),
                        "acting is paused: maintenance of the network"),
                new Case(
                        "tried eleven hours ago",
                        new Attempts(),
                        off().after(OFF, NODE, Duration.ofHours(11), "plan-2"),
                        "it was done to agent-4 once in the last 12h"),
                new Case(
                        "acted on nine minutes ago",
                        new CoolDown(),
                        off().after(EVICT, NODE, Duration.ofMinutes(9), "plan-2"),
                        "less than 10m ago"),
                new Case(
                        "as many as may be",
                        new Budget(),
                        off().budget(2)
                                .after(OFF, VOLUME, Duration.ofMinutes(59), "plan-2")
                                .after(OFF, VOLUME, Duration.ofMinutes(1), "plan-2"),
                        "2 acts in the last hour; the policy allows 2"),
                new Case("another plan is at work", new Busy(), off().busy(NODE), "another plan is at work on agent-4"),
                new Case(
                        "the node is excluded",
                        new Excluded(),
                        off().in(Asked.HEALTHY.replace(
                                "{name: agent-4}", "{name: agent-4, labels: [sentinel.io/exclude=yes]}")),
                        "it carries the label sentinel.io/exclude"),
                new Case(
                        "its volume is excluded",
                        new Excluded(),
                        stop().in(volume("copies: [agent-1, agent-4], labels: [sentinel.io/exclude=true]")),
                        "sentinel.io/exclude"),
                new Case(
                        "it went wrong when nobody was asked",
                        new EarnedTrust(),
                        off().distrusted(OFF),
                        "went wrong at 2"),
                new Case(
                        "a repository that restores who writes to a volume of the incident",
                        holds,
                        Asked.about("gitops.resume", "argoproj.application/apps/monitoring")
                                .about(hurt(VOLUME))
                                .in(copies("agent-1", "agent-4 failed")),
                        "pvc-1 is degraded"),
                new Case(
                        "an operator whose workload writes to it",
                        holds,
                        Asked.about("kubernetes.operator.resume", "monitoring.prometheus/monitoring/k8s")
                                .in(volume("copies: [agent-1, agent-4 failed]")
                                        .replace(
                                                "pods: [prometheus-0]",
                                                "pods: [prometheus-0], owner: monitoring.prometheus/monitoring/k8s")),
                        "pvc-1 is degraded"),
                new Case(
                        "a job of the incident",
                        holds,
                        Asked.about("nomad.job.start", "nomad.job/default/writer")
                                .about(hurt(VOLUME))
                                .in(copies("agent-1", "agent-4 failed")),
                        "pvc-1 is degraded"),
                new Case("degraded", holds, start().in(copies("agent-1", "agent-4 failed")), "pvc-1 is degraded"),
                new Case(
                        "called healthy with a copy that is none",
                        holds,
                        start().in(volume("copies: [agent-1, agent-4 doubtful], robustness: healthy")),
                        "1 safe copies of 2"),
                new Case(
                        "read-only",
                        holds,
                        start().in(volume("copies: [agent-1, agent-4], read_only: true")),
                        "read-only"),
                new Case(
                        "salvaged just now",
                        holds,
                        start().in(volume("copies: [agent-1, agent-4], salvaged: 5m")),
                        "was salvaged"),
                new Case(
                        "engines could not be read",
                        holds,
                        start().unread("engines.longhorn.io"),
                        "could not be read"));
    }

    static Stream<Case> nearMisses() {
        return Stream.of(
                new Case(
                        "something else went wrong when nobody was asked",
                        new EarnedTrust(),
                        off().distrusted(EVICT),
                        "nothing is held against it"),
                new Case(
                        "a repository, while another volume than the incident's is degraded",
                        new StorageHolds(),
                        Asked.about("gitops.resume", "argoproj.application/apps/logging")
                                .about(hurt("longhorn.volume/longhorn-system/pvc-2"))
                                .in(copies("agent-1", "agent-4 failed")),
                        "sound"),
                new Case(
                        "another safe copy on another node",
                        new LastHealthyCopy(),
                        evict(),
                        "each has a safe copy elsewhere"),
                new Case(
                        "the copy here failed, another is safe",
                        new LastHealthyCopy(),
                        evict().in(copies("agent-1", "agent-4 failed")),
                        "each has a safe copy"),
                new Case(
                        "a volume elsewhere has none, which this does not change",
                        new LastHealthyCopy(),
                        Asked.about(EVICT, "longhorn.node/longhorn-system/agent-5")
                                .in(copies("agent-1 failed", "agent-4 failed")),
                        "0 volumes"),
                new Case(
                        "salvaged eleven minutes ago",
                        new VolumeFlapping(),
                        stop().in(volume("copies: [agent-1, agent-4], salvaged: 11m")),
                        "calm"),
                new Case(
                        "another volume attaches",
                        new VolumeFlapping(),
                        Asked.about("longhorn.volume.hold", "longhorn.volume/longhorn-system/pvc-2")
                                .in(volume("copies: [agent-1, agent-4], state: attaching")),
                        "calm"),
                new Case(
                        "another volume is being rebuilt",
                        new RebuildInProgress(),
                        Asked.about(EVICT, "longhorn.node/longhorn-system/agent-3")
                                .in(copies("agent-1", "agent-4 rebuilding")),
                        "nothing is being rebuilt"),
                new Case(
                        "a copy failed and nothing is being made",
                        new RebuildInProgress(),
                        evict().in(copies("agent-1", "agent-4 failed")),
                        "nothing"),
                new Case(
                        "a fact that decided nothing changed",
                        new TargetUnchanged(),
                        off().planned("uid-agent-4", Map.of("ready", "true"))
                                .seen(Map.of("ready", "true", "disks", "2")),
                        "as it was seen"),
                new Case(
                        "it is as ordered, which changed the fact",
                        new TargetUnchanged(),
                        off().stands(Sight.Standing.AS_ORDERED)
                                .planned("uid-agent-4", Map.of("allowScheduling", "true"))
                                .seen(Map.of("allowScheduling", "false")),
                        "as it was seen"),
                new Case(
                        "an earlier step of the same plan changed it",
                        new TargetUnchanged(),
                        off().ofPlan("plan-1")
                                .after(OFF, NODE, Duration.ofMinutes(1), "plan-1")
                                .planned("uid-agent-4", Map.of("a", "1"))
                                .seen(Map.of("a", "2")),
                        "as it was seen"),
                new Case(
                        "one is out and two may be",
                        new NodeShare(),
                        off().in(Asked.HEALTHY.replace("{name: agent-1}", "{name: agent-1, ready: false}")),
                        "2 of 5 nodes"),
                new Case(
                        "it is out already",
                        new NodeShare(),
                        off().in(Asked.HEALTHY
                                .replace("{name: agent-1}", "{name: agent-1, ready: false}")
                                .replace("{name: agent-2}", "{name: agent-2, ready: false}")
                                .replace("{name: agent-4}", "{name: agent-4, ready: false}")),
                        "out of service already"),
                new Case("no node at all", new NodeShare(), stop(), "no node"),
                new Case(
                        "a node is quarantined, which holds no volume",
                        new VolumeShare(),
                        stop().quarantined("longhorn.node/longhorn-system/agent-2"),
                        "1 of 2 volumes"),
                new Case(
                        "scaling is told to a known operator",
                        new OtherActor(),
                        stop().in(owned("monitoring.prometheus")),
                        "nobody else"),
                new Case(
                        "the operator is named and stopped",
                        new OtherActor(),
                        Asked.about(SCALE, SET)
                                .with(NONE.with("operator", Worlds.ref("kubernetes.deployment/shop/operator")))
                                .in(owned("shop.orderstore")),
                        "nobody else"),
                new Case(
                        "balancing does not undo a switch",
                        new OtherActor(),
                        off().in(Asked.HEALTHY + "settings: [replica-auto-balance=best-effort]\n"),
                        "nobody else"),
                new Case(
                        "balancing is off",
                        new OtherActor(),
                        evict().in(Asked.HEALTHY + "settings: [replica-auto-balance=disabled]\n"),
                        "nobody else"),
                new Case(
                        "another one's repository",
                        new GitOpsSuspended(),
                        Asked.about(SCALE, "kubernetes.statefulset/logging/loki")
                                .in(kept()),
                        "no repository"),
                new Case(
                        "a witness stands on it, and Longhorn saw it too",
                        new WitnessBlind(),
                        off().about(trust(
                                "prometheus.server/monitoring/p-0",
                                TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE,
                                "prometheus.head.stale",
                                "longhorn.replica.failed")),
                        "others saw it too"),
                new Case(
                        "all are fresh",
                        new WitnessBlind(),
                        off().about(trust("longhorn/central", TrustLevel.TRUST_LEVEL_FRESH, "longhorn.replica.failed")),
                        "all sources are heard"),
                new Case("a person wants it without an incident", new WitnessBlind(), off(), "a person saw it"),
                new Case("a node that only has a copy of it", new OwnStorage(), off().own(VOLUME), "lies elsewhere"),
                new Case(
                        "another volume is Sentinel's own",
                        new OwnStorage(),
                        stop().own("longhorn.volume/longhorn-system/pvc-2"),
                        "lies elsewhere"),
                new Case("not paused", new Pause(), off(), "not paused"),
                new Case(
                        "tried thirteen hours ago",
                        new Attempts(),
                        off().after(OFF, NODE, Duration.ofHours(13), "plan-2"),
                        "tried 0 times"),
                new Case(
                        "tried on another node",
                        new Attempts(),
                        off().after(OFF, "longhorn.node/longhorn-system/agent-1", Duration.ofHours(1), "plan-2"),
                        "tried 0 times"),
                new Case(
                        "another attempt of the same plan",
                        new Attempts(),
                        off().ofPlan("plan-1").after(OFF, NODE, Duration.ofMinutes(1), "plan-1"),
                        "tried 0 times"),
                new Case(
                        "acted on eleven minutes ago",
                        new CoolDown(),
                        off().after(EVICT, NODE, Duration.ofMinutes(11), "plan-2"),
                        "nothing was done to it"),
                new Case(
                        "the step before in the same plan",
                        new CoolDown(),
                        off().ofPlan("plan-1").after(EVICT, NODE, Duration.ofMinutes(1), "plan-1"),
                        "nothing was done to it"),
                new Case(
                        "one of two was more than an hour ago",
                        new Budget(),
                        off().budget(2)
                                .after(OFF, VOLUME, Duration.ofMinutes(61), "plan-2")
                                .after(OFF, VOLUME, Duration.ofMinutes(1), "plan-2"),
                        "1 of 2 acts"),
                new Case(
                        "another plan is at work elsewhere",
                        new Busy(),
                        off().busy("longhorn.node/longhorn-system/agent-1"),
                        "no other plan"),
                new Case(
                        "an exclusion that says false",
                        new Excluded(),
                        off().in(Asked.HEALTHY.replace(
                                "{name: agent-4}", "{name: agent-4, labels: [sentinel.io/exclude=false]}")),
                        "no label"),
                new Case(
                        "a volume on the node is excluded, which a switch of the node does not touch",
                        new Excluded(),
                        off().in(volume("copies: [agent-1, agent-4], labels: [sentinel.io/exclude=true]")),
                        "no label"),
                new Case(
                        "all copies, at rest",
                        new StorageHolds(),
                        start().in(volume("copies: [agent-1, agent-4], state: detached, robustness: unknown")),
                        "sound"));
    }

    private static String owned(String kind) {
        return Asked.HEALTHY.replace(
                "pods: [prometheus-0]", "pods: [prometheus-0], owner: %s/monitoring/k8s".formatted(kind));
    }

    private static String kept() {
        return Asked.HEALTHY.replace("pods: [prometheus-0]", "pods: [prometheus-0], gitops: argocd/apps/monitoring");
    }

    private static Incident hurt(String ref) {
        return Incident.newBuilder().setPivot(Worlds.ref(ref)).build();
    }

    private static Incident trust(String source, TrustLevel level, String... evidence) {
        var incident = Incident.newBuilder()
                .addSourceTrust(SourceTrust.newBuilder().setSource(source).setLevel(level));
        List.of(evidence)
                .forEach(kind -> incident.addEvidence(EvidenceRef.newBuilder().setKind(kind)));
        return incident.build();
    }

    @ParameterizedTest
    @MethodSource
    void refusals(Case each) {
        assertThat(each.asked().by(each.guard())).isInstanceOfSatisfying(Judgement.Forbids.class, forbids -> {
            assertThat(forbids.observation()).contains(each.said());
            assertThat(forbids.wayOut()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource
    void nearMisses(Case each) {
        assertThat(each.asked().by(each.guard()))
                .isInstanceOfSatisfying(
                        Judgement.Holds.class,
                        holds -> assertThat(holds.observation()).contains(each.said()));
    }

    @Test
    void every_guard_has_a_refusal_and_a_near_miss() {
        var names = Guards.shipped().names();

        assertThat(refusals().map(each -> each.guard().name()).distinct()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(nearMisses().map(each -> each.guard().name()).distinct()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void what_starts_a_writer_is_always_asked_whether_the_storage_holds() {
        var scale = Acts.named(SCALE);

        assertThat(names(Guards.shipped().ask(scale, List.of(), start().question())))
                .contains("storage-holds");
        assertThat(names(Guards.shipped().ask(scale, List.of(), stop().question())))
                .doesNotContain("storage-holds")
                .contains("pause", "volume-share", "target-unchanged", "earned-trust");
        for (String action : List.of("gitops.resume", "kubernetes.operator.resume", "nomad.job.start")) {
            assertThat(names(Guards.shipped()
                            .ask(
                                    Acts.named(action),
                                    List.of(),
                                    Asked.about(action, "nomad.job/default/writer")
                                            .question())))
                    .as(action)
                    .contains("storage-holds");
        }
    }

    @Test
    void reading_is_asked_for_little_and_is_paused_too() {
        var look = Acts.named("longhorn.volume.observe");

        assertThat(names(Guards.shipped().ask(look, List.of("volume-flapping"), off().question())))
                .containsExactly("pause", "volume-flapping");
    }

    @Test
    void a_guard_that_nobody_has_does_not_hold() {
        var findings =
                Guards.shipped().ask(Acts.named("longhorn.volume.observe"), List.of("moon-phase"), off().question());

        assertThat(findings.getLast().holds()).isFalse();
        assertThat(findings.getLast().judgement().observation()).contains("no guard \"moon-phase\"");
    }

    @Test
    void people_may_decide_what_automation_must_not_and_nothing_more() {
        var blind = new Finding(new Attempts(), new Judgement.Forbids("tried", "ask"));
        var bare = new Finding(new LastHealthyCopy(), new Judgement.Forbids("bare", "rebuild"));
        var later = new Finding(new Pause(), new Judgement.Forbids("paused", "resume"));

        assertThat(blind.guard().weight()).isEqualTo(Weight.PEOPLE);
        assertThat(blind.stops(false)).isTrue();
        assertThat(blind.stops(true)).isFalse();
        assertThat(bare.stops(true)).isTrue();
        assertThat(later.stops(true)).isTrue();
    }

    private static List<String> names(List<Finding> findings) {
        return findings.stream().map(each -> each.guard().name()).toList();
    }
}
