package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.situation.Workload;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who writes to which claims, and who decides about the writer. */
final class WorkloadReading {
    /** Operators whose resources say how many there should be, and can be told to keep their hands off. */
    private static final Set<String> KNOWN_OWNERS = Set.of("Prometheus", "Alertmanager");

    /** The resource of an operator. */
    record Operated(ObjectKind kind, JsonNode object) {}

    private final Map<String, Volume.Claim> claims;
    private final Map<String, List<JsonNode>> podsByOwner = new TreeMap<>();
    private final Map<String, Operated> operated;
    private final GitOps gitOps;

    /**
     * @param claims bound ones, by namespace and name
     * @param pods that have claims
     * @param deploymentOf replica sets' owners, by uid of the replica set
     * @param operated resources of operators, by uid
     */
    WorkloadReading(
            Map<String, Volume.Claim> claims,
            List<JsonNode> pods,
            Map<String, String> deploymentOf,
            Map<String, Operated> operated,
            GitOps gitOps) {
        this.claims = claims;
        this.operated = operated;
        this.gitOps = gitOps;
        for (JsonNode pod : pods) {
            Json.controller(pod)
                    .map(each -> Json.text(each, "uid"))
                    .ifPresent(uid -> podsByOwner
                            .computeIfAbsent(deploymentOf.getOrDefault(uid, uid), any -> new ArrayList<>())
                            .add(pod));
        }
    }

    static boolean knows(JsonNode owner) {
        return Json.text(owner, "apiVersion").startsWith("monitoring.coreos.com/")
                && KNOWN_OWNERS.contains(Json.text(owner, "kind"));
    }

    /** The names of the claims that a pod mounts. */
    static Stream<String> claimsOf(JsonNode pod) {
        return Json.items(pod, "spec", "volumes")
                .map(each -> Json.text(each, "persistentVolumeClaim", "claimName"))
                .filter(each -> !each.isEmpty());
    }

    /** The workload, unless nothing of it is on a claim. */
    Optional<Workload> workload(ObjectKind kind, JsonNode object) {
        List<JsonNode> pods = podsByOwner.getOrDefault(Json.uid(object), List.of());
        List<Volume.Claim> its = claims(object, pods);
        if (its.isEmpty() && pods.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonNode> owner = Json.controller(object);
        Optional<Operated> resource = owner.flatMap(each -> Optional.ofNullable(operated.get(Json.text(each, "uid"))));
        return Optional.of(new Workload(
                ref(kind, object),
                Json.text(object, "metadata", "resourceVersion"),
                wanted(resource.map(Operated::object).orElse(object)),
                (int) Json.number(object, "status", "replicas"),
                resource.filter(each -> Json.flag(each.object(), "spec", "paused"))
                        .isPresent(),
                owner.map(each -> ref(each, Json.namespace(object))),
                gitOps.of(kind, object).or(() -> resource.flatMap(each -> gitOps.of(each.kind(), each.object()))),
                its,
                pods.stream().map(Json::name).sorted().toList(),
                Json.labels(object)));
    }

    private List<Volume.Claim> claims(JsonNode object, List<JsonNode> pods) {
        String namespace = Json.namespace(object);
        Collection<String> names = new TreeSet<>();
        pods.stream().flatMap(WorkloadReading::claimsOf).forEach(names::add);
        claimsOf(object.path("spec").path("template")).forEach(names::add);
        Json.items(object, "spec", "volumeClaimTemplates").forEach(template -> {
            // Claims outlive the pods of a set that was scaled down; their names end in a pod's number.
            Pattern name = Pattern.compile(Pattern.quote(Json.name(template) + "-" + Json.name(object)) + "-[0-9]+");
            claims.values().stream()
                    .filter(each -> each.namespace().equals(namespace)
                            && name.matcher(each.name()).matches())
                    .forEach(each -> names.add(each.name()));
        });
        return names.stream()
                .flatMap(each -> Optional.ofNullable(claims.get(namespace + "/" + each)).stream())
                .toList();
    }

    private static Optional<Integer> wanted(JsonNode resource) {
        JsonNode replicas = Json.at(resource, "spec", "replicas");
        return replicas.isMissingNode() ? Optional.empty() : Optional.of(replicas.asInt());
    }

    static Ref ref(ObjectKind kind, JsonNode object) {
        return Ref.newBuilder()
                .setKind(kind.thing())
                .setNamespace(Json.namespace(object))
                .setName(Json.name(object))
                .setUid(Json.uid(object))
                .build();
    }

    /** What an owner reference points to, which is in the namespace of the one that is owned. */
    static Ref ref(JsonNode owner, String namespace) {
        String version = Json.text(owner, "apiVersion");
        int slash = version.indexOf('/');
        return Ref.newBuilder()
                .setKind(ObjectKind.thing(slash < 0 ? "" : version.substring(0, slash), Json.text(owner, "kind")))
                .setNamespace(namespace)
                .setName(Json.text(owner, "name"))
                .setUid(Json.text(owner, "uid"))
                .build();
    }
}
