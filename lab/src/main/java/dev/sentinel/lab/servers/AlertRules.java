package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules of a Prometheus: a watchdog that always fires, and one for each job whose {@code up} must not be absent. They are
 * evaluated by a mute server too, which is how one broken disk becomes a storm of alerts about healthy parts (telemetry page
 * 1.7).
 */
final class AlertRules {

    private static final Duration RESEND = Duration.ofMinutes(1);
    private static final Duration LASTS = Duration.ofMinutes(4);
    private static final Duration FOR = Duration.ofMinutes(15);

    private record Rule(String name, String job, String expression, String severity, Duration pending) {}

    /** A rule whose expression finds something. */
    private record Active(Instant since, Optional<Instant> firedAt, Instant sentAt) {}

    private static final List<Rule> RULES = Stream.concat(
                    Stream.of(new Rule("Watchdog", "", "vector(1)", "none", Duration.ZERO)),
                    Stream.of(
                                    Map.entry("KubeAPIDown", "apiserver"),
                                    Map.entry("CoreDNSDown", "coredns"),
                                    Map.entry("KubeControllerManagerDown", "kube-controller-manager"),
                                    Map.entry("KubeProxyDown", "kube-proxy"),
                                    Map.entry("KubeSchedulerDown", "kube-scheduler"),
                                    Map.entry("KubeStateMetricsDown", "kube-state-metrics"),
                                    Map.entry("PrometheusOperatorDown", "prometheus-operator"),
                                    Map.entry("KubeletDown", "kubelet"),
                                    Map.entry("NodeExporterDown", "node-exporter"))
                            .map(each -> new Rule(
                                    each.getKey(),
                                    each.getValue(),
                                    "absent(up{job=\"%s\"} == 1)".formatted(each.getValue()),
                                    "critical",
                                    FOR)))
            .toList();

    private final Map<String, Active> active = new LinkedHashMap<>();
    private final String externalUrl;

    AlertRules(String externalUrl) {
        this.externalUrl = externalUrl;
    }

    /** Evaluates all; says what the Alertmanagers are to be told now. */
    List<ObjectNode> evaluate(Instant now, Predicate<String> present) {
        List<ObjectNode> told = new ArrayList<>();
        for (Rule rule : RULES) {
            boolean finds = rule.job().isEmpty() || !present.test(rule.job());
            Optional<Active> old = Optional.ofNullable(active.get(rule.name()));
            if (!finds) {
                old.flatMap(Active::firedAt).ifPresent(at -> told.add(alert(rule, at, now)));
                active.remove(rule.name());
                continue;
            }
            Instant since = old.map(Active::since).orElse(now);
            boolean ripe = !since.plus(rule.pending()).isAfter(now);
            Optional<Instant> firedAt =
                    old.flatMap(Active::firedAt).or(() -> ripe ? Optional.of(now) : Optional.empty());
            boolean due = firedAt.isPresent()
                    && old.filter(each -> each.firedAt().isPresent()
                                    && each.sentAt().plus(RESEND).isAfter(now))
                            .isEmpty();
            if (due) {
                told.add(alert(rule, firedAt.get(), now.plus(LASTS)));
            }
            active.put(
                    rule.name(),
                    new Active(
                            since, firedAt, due ? now : old.map(Active::sentAt).orElse(now)));
        }
        return told;
    }

    /** As {@code /api/v1/alerts} lists them. */
    ArrayNode alerts() {
        ArrayNode alerts = Tree.list();
        RULES.forEach(rule -> Optional.ofNullable(active.get(rule.name()))
                .ifPresent(state -> alerts.add(Tree.of(
                        "labels", labels(rule),
                        "annotations", annotations(rule),
                        "state", state.firedAt().isPresent() ? "firing" : "pending",
                        "activeAt", LogLine.time(state.since()),
                        "value", "1e+00"))));
        return alerts;
    }

    /** The series {@code ALERTS} as the rules would write them. */
    List<Queries.Sample> samples(Instant at) {
        return RULES.stream()
                .filter(rule -> active.containsKey(rule.name()))
                .map(rule -> {
                    Map<String, String> labels = new LinkedHashMap<>();
                    labels.put("__name__", "ALERTS");
                    labels.put("alertname", rule.name());
                    labels.put("alertstate", firing(rule) ? "firing" : "pending");
                    labels.put("severity", rule.severity());
                    return new Queries.Sample(labels, at, 1);
                })
                .toList();
    }

    private boolean firing(Rule rule) {
        return Optional.ofNullable(active.get(rule.name()))
                .flatMap(Active::firedAt)
                .isPresent();
    }

    private ObjectNode alert(Rule rule, Instant startsAt, Instant endsAt) {
        return Tree.of(
                "labels",
                labels(rule),
                "annotations",
                annotations(rule),
                "startsAt",
                LogLine.time(startsAt),
                "endsAt",
                LogLine.time(endsAt),
                "generatorURL",
                externalUrl + "/graph?g0.expr=" + escaped(rule.expression()) + "&g0.tab=1");
    }

    private static ObjectNode labels(Rule rule) {
        ObjectNode labels = Tree.of("alertname", rule.name());
        if (!rule.job().isEmpty()) {
            labels.put("job", rule.job());
        }
        return labels.put("severity", rule.severity());
    }

    private static ObjectNode annotations(Rule rule) {
        return rule.job().isEmpty()
                ? Tree.of(
                        "summary",
                        "An alert that should always be firing to certify that Alertmanager is working properly.")
                : Tree.of("summary", "Target disappeared from Prometheus target discovery.");
    }

    private static String escaped(String expression) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < expression.length(); i++) {
            char each = expression.charAt(i);
            boolean bare = (each >= 'a' && each <= 'z') || each == '-' || each == '_' || Character.isDigit(each);
            escaped.append(bare ? String.valueOf(each) : each == ' ' ? "+" : "%%%02X".formatted((int) each));
        }
        return escaped.toString();
    }
}
