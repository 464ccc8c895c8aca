package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says how many pods a workload should have. Where an operator decides about it the number is written into the operator's own
 * resource, for elsewhere it would be put back at once (domain 6.6); while that resource is paused, into the workload itself. An
 * operator that has no such resource has to be stopped first.
 */
record ScaleWorkload() implements Edit {
    private static final String REPLICAS = "replicas";
    private static final String OPERATOR = "operator";
    private static final int MOST = 1000;

    private static final Declaration DECLARATION = new Declaration(
            "kubernetes.workload.scale",
            "Another number of pods for a workload; none stops it. Written where its operator looks",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(
                    Kinds.STATEFUL_SET.thing(),
                    Kinds.DEPLOYMENT.thing(),
                    Kinds.PROMETHEUS.thing(),
                    Kinds.ALERTMANAGER.thing()),
            List.of(
                    Parameter.optional(REPLICAS, Parameter.Type.INTEGER, "how many; 0 stops it"),
                    Parameter.optional(Inverses.ABSENT, Parameter.Type.FLAG, "take the number out, as it was found"),
                    Parameter.optional(
                            OPERATOR,
                            Parameter.Type.REF,
                            "the deployment of an operator that was stopped first, because its resource cannot be told")),
            List.of(
                    "Pods end, with what they hold in memory; what they do is not done while there are none",
                    "Of a Prometheus or Alertmanager with several replicas all are stopped, of all shards",
                    "When the last pod of a claim is gone its volume is detached"),
            Duration.ofSeconds(30),
            new WayBack.By("kubernetes.workload.scale", Duration.ofDays(1)),
            "get statefulsets.apps and deployments.apps; get, patch statefulsets.apps/scale and deployments.apps/scale; get, patch prometheuses.monitoring.coreos.com and alertmanagers.monitoring.coreos.com in the workload's namespace",
            List.of(
                    "pause",
                    "attempts",
                    "target-unchanged",
                    "volume-share",
                    "other-actor",
                    "own-storage",
                    "witness-blind"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public Optional<Found> find(Order order, Cluster cluster) throws NoAnswer {
        Optional<Found> itself = Edit.super.find(order, cluster);
        if (itself.isEmpty() || !itself.get().place().kind().group().equals(Kinds.STATEFUL_SET.group())) {
            return itself;
        }
        JsonNode target = itself.get().object();
        Optional<Place> resource = resource(target);
        if (resource.isPresent()) {
            Optional<JsonNode> owner = cluster.get(resource.get());
            if (owner.isPresent() && !Json.flag(owner.get(), "spec", "paused")) {
                return Optional.of(new Found(resource.get(), owner.get(), target));
            }
        }
        Place scale = itself.get().place().part("scale");
        return cluster.get(scale).map(each -> new Found(scale, each, target));
    }

    /** Where the operator's resource of a workload is, if it is one that says how many. */
    private static Optional<Place> resource(JsonNode workload) throws NoAnswer {
        Optional<JsonNode> owner = Json.controller(workload).filter(WorkloadReading::knows);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        Ref ref = WorkloadReading.ref(owner.get(), Json.namespace(workload));
        Optional<ObjectKind> kind = Kinds.behind(ref);
        return kind.isEmpty() ? Optional.empty() : Optional.of(Place.of(kind.get(), ref.getNamespace(), ref.getName()));
    }

    @Override
    public List<Field> fields(Order order, Found found) throws NoAnswer {
        Optional<Long> replicas = order.arguments().integer(REPLICAS);
        boolean absent = order.arguments().flag(Inverses.ABSENT).orElse(false);
        if (replicas.isPresent() == absent
                || replicas.filter(each -> each < 0 || each > MOST).isPresent()) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED,
                    "%s wants either replicas, from 0 to %d, or absent".formatted(DECLARATION.name(), MOST),
                    null);
        }
        return List.of(
                replicas.map(each -> Field.of(each, "spec", REPLICAS)).orElseGet(() -> Field.absent("spec", REPLICAS)));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        var arguments = Inverses.number(REPLICAS, Json.at(found.object(), "spec", REPLICAS));
        return Inverses.of(
                DECLARATION,
                order.arguments()
                        .ref(OPERATOR)
                        .map(each -> arguments.with(OPERATOR, each))
                        .orElse(arguments));
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return Map.of(
                "by",
                found.place().toString(),
                REPLICAS,
                Json.text(found.object(), "spec", REPLICAS),
                "running",
                Json.at(found.target(), "status", REPLICAS).asText("0"));
    }

    @Override
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) throws NoAnswer {
        Optional<JsonNode> owner = Json.controller(found.target());
        boolean itself = found.place().part().equals("scale");
        if (!itself || owner.isEmpty()) {
            return Optional.empty();
        }
        Optional<Place> resource = resource(found.target());
        if (resource.isPresent() && cluster.get(resource.get()).isPresent()) {
            // It is paused, or it would have been written instead.
            return Optional.empty();
        }
        Optional<Ref> operator = order.arguments().ref(OPERATOR);
        if (operator.isPresent() && isStopped(operator.get(), cluster)) {
            return Optional.empty();
        }
        String who = Json.text(owner.get(), "kind") + " " + Json.text(owner.get(), "name");
        return Optional.of(new Outcome.Refused(
                "other-actor",
                "%s is run by %s, whose operator would put the number back".formatted(found.place(), who),
                "Stop the operator's deployment first and name it as \"%s\", or change the number in %s by hand."
                        .formatted(OPERATOR, who)));
    }

    private static boolean isStopped(Ref operator, Cluster cluster) throws NoAnswer {
        if (!operator.getKind().equals(Kinds.DEPLOYMENT.thing())) {
            return false;
        }
        return cluster.get(Place.of(Kinds.DEPLOYMENT, operator.getNamespace(), operator.getName()))
                .filter(each ->
                        Json.at(each, "spec", REPLICAS).asInt(1) == 0 && Json.number(each, "status", REPLICAS) == 0)
                .isPresent();
    }
}
