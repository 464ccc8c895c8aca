package dev.sentinel.responders.trial;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.Parameter.Type;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.runbooks.Vocabulary;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;

/** Declarations as targets make them, without anybody who can do them. */
public final class Acts {
    private Acts() {}

    public static Vocabulary vocabulary() {
        return new Vocabulary(all(), Guards.shipped().names());
    }

    public static Declaration named(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public static List<Declaration> all() {
        return List.of(
                act(
                        "longhorn.node.scheduling.off",
                        "longhorn.node.scheduling.on",
                        List.of("longhorn.node"),
                        "node-share"),
                act("longhorn.node.scheduling.on", "longhorn.node.scheduling.off", List.of("longhorn.node")),
                act(
                        "longhorn.node.eviction.on",
                        "longhorn.node.eviction.off",
                        List.of("longhorn.node"),
                        "last-healthy-copy"),
                act("kubernetes.node.cordon", "kubernetes.node.uncordon", List.of("kubernetes.node"), "node-share"),
                new Declaration(
                        "kubernetes.workload.scale",
                        "another number of pods",
                        RiskTier.RISK_TIER_REVERSIBLE,
                        List.of("kubernetes.statefulset", "kubernetes.deployment", "monitoring.prometheus"),
                        List.of(
                                Parameter.optional("replicas", Type.INTEGER, "how many; 0 stops it"),
                                Parameter.optional("operator", Type.REF, "a stopped operator")),
                        List.of("its pods end"),
                        Duration.ofSeconds(30),
                        new WayBack.By("kubernetes.workload.scale", Duration.ofHours(24)),
                        "patch statefulsets.apps/scale",
                        List.of("volume-share")),
                act(
                        "gitops.suspend",
                        "gitops.resume",
                        List.of("argoproj.application", "kustomize.kustomization", "helm.helmrelease")),
                act("nomad.job.stop", "nomad.job.start", List.of("nomad.job")),
                act("longhorn.volume.hold", "longhorn.volume.release", List.of("longhorn.volume"), "volume-share"),
                act(
                        "longhorn.volume.auto_balance.off",
                        "longhorn.volume.auto_balance.restore",
                        List.of("longhorn.volume")),
                new Declaration(
                        "longhorn.setting.auto_balance",
                        "whether copies are spread by themselves",
                        RiskTier.RISK_TIER_REVERSIBLE,
                        List.of("longhorn.setting"),
                        List.of(Parameter.required("value", Type.TEXT, "disabled, least-effort or best-effort")),
                        List.of(),
                        Duration.ofSeconds(30),
                        new WayBack.By("longhorn.setting.auto_balance", Duration.ofHours(72)),
                        "patch settings.longhorn.io",
                        List.of()),
                new Declaration(
                        "prometheus.startup_budget.raise",
                        "more time to start",
                        RiskTier.RISK_TIER_REVERSIBLE,
                        List.of("monitoring.prometheus"),
                        List.of(Parameter.required("seconds", Type.INTEGER, "how long it may take")),
                        List.of("the pod is made anew"),
                        Duration.ofSeconds(30),
                        new WayBack.By("prometheus.startup_budget.raise", Duration.ofHours(72)),
                        "patch prometheuses.monitoring.coreos.com",
                        List.of()),
                reads("longhorn.volume.observe", List.of("longhorn.volume")),
                reads(
                        "evidence.collect",
                        List.of("kubernetes.node", "longhorn.volume", "prometheus.server", "nomad.job")),
                new Declaration(
                        "files.park",
                        "park files aside",
                        RiskTier.RISK_TIER_DESTRUCTIVE,
                        List.of("kubernetes.statefulset"),
                        List.of(),
                        List.of(),
                        Duration.ofMinutes(10),
                        new WayBack.Never("the next start commits it", "samples since the last block"),
                        "create jobs.batch",
                        List.of()));
    }

    private static Declaration act(String name, String back, List<String> targets, String... guards) {
        return new Declaration(
                name,
                "an act",
                RiskTier.RISK_TIER_REVERSIBLE,
                targets,
                List.of(),
                List.of(),
                Duration.ofSeconds(30),
                new WayBack.By(back, Duration.ofHours(72)),
                "patch something",
                List.of(guards));
    }

    private static Declaration reads(String name, List<String> targets) {
        return new Declaration(
                name,
                "a look",
                RiskTier.RISK_TIER_READ,
                targets,
                List.of(),
                List.of(),
                Duration.ofMinutes(2),
                new WayBack.Unchanging(),
                "get something",
                List.of());
    }
}
