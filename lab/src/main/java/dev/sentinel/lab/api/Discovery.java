package dev.sentinel.lab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the API has: versions, groups, kinds and a minimal OpenAPI document. */
final class Discovery {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final Set<Kind> SCALED =
            Set.of(Kinds.STATEFUL_SET, Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.PROMETHEUS, Kinds.ALERTMANAGER);

    private static final String OPEN_API_PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    /** Field 1, three characters: swagger "2.0". */
    private static final String EMPTY_DOCUMENT = "\n\u00032.0";

    private Discovery() {}

    static Optional<Answer> answer(List<String> path, String accept) {
        return switch (String.join("/", path)) {
            case "api" -> Optional.of(Answer.ok(Tree.of("kind", "APIVersions", "versions", Tree.list("v1"))));
            case "apis" -> Optional.of(Answer.ok(groups()));
            case "version" -> Optional.of(Answer.ok(version()));
            case "openapi/v2" -> Optional.of(openApi(accept));
            case "openapi/v3" -> Optional.of(Answer.ok(Tree.of("paths", Tree.of())));
            case "healthz", "livez", "readyz" -> Optional.of(Answer.text("ok"));
            case "api/v1" -> Optional.of(Answer.ok(resources("", "v1")));
            default -> group(path);
        };
    }

    static boolean scaled(Kind kind) {
        return SCALED.contains(kind);
    }

    /** Whether its kinds are custom resources, not Kubernetes' own. */
    static boolean custom(String group) {
        return group.contains(".") && !group.endsWith(".k8s.io");
    }

    private static Optional<Answer> group(List<String> path) {
        if (path.size() < 2 || !path.getFirst().equals("apis")) {
            return Optional.empty();
        }
        String group = path.get(1);
        Optional<String> version = versions(group).stream().findFirst();
        return switch (path.size()) {
            case 2 -> version.map(each -> Answer.ok(group(group, each)));
            case 3 -> version.filter(each -> each.equals(path.get(2))).map(each -> Answer.ok(resources(group, each)));
            default -> Optional.empty();
        };
    }

    private static ObjectNode groups() {
        // Clients take the first group that has a name: Kubernetes' own volumeattachments come before Longhorn's.
        Set<String> names =
                new TreeSet<>(Comparator.comparing(Discovery::custom).thenComparing(Comparator.naturalOrder()));
        Kinds.all().forEach(kind -> names.add(kind.group()));
        names.add(AUTHORIZATION);
        names.remove("");
        ArrayNode groups = Tree.list();
        names.forEach(name -> groups.add(group(name, versions(name).iterator().next())));
        return Tree.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups);
    }

    private static Set<String> versions(String group) {
        Set<String> versions = new TreeSet<>();
        Kinds.all().stream().filter(kind -> kind.group().equals(group)).forEach(kind -> versions.add(kind.version()));
        if (group.equals(AUTHORIZATION)) {
            versions.add("v1");
        }
        return versions;
    }

    private static ObjectNode group(String name, String version) {
        ObjectNode preferred = Tree.of("groupVersion", name + "/" + version, "version", version);
        return Tree.of(
                "kind",
                "APIGroup",
                "apiVersion",
                "v1",
                "name",
                name,
                "versions",
                Tree.list(preferred),
                "preferredVersion",
                preferred);
    }

    private static ObjectNode resources(String group, String version) {
        ArrayNode resources = Tree.list();
        Kinds.all().stream().filter(kind -> kind.group().equals(group)).forEach(kind -> {
            resources.add(resource(kind, kind.plural(), kind.kind(), VERBS));
            if (kind.status()) {
                resources.add(part(kind, "status", kind.kind()));
            }
            if (SCALED.contains(kind)) {
                resources.add(part(kind, "scale", "Scale"));
            }
        });
        if (group.isEmpty()) {
            resources.add(resource(Kinds.POD, "pods/log", "Pod", List.of("get")));
            resources.add(resource(Kinds.POD, "pods/eviction", "Eviction", List.of("create"))
                    .put("group", "policy")
                    .put("version", "v1"));
        }
        if (group.equals(AUTHORIZATION)) {
            resources.add(Tree.of(
                    "name", "selfsubjectaccessreviews",
                    "singularName", "selfsubjectaccessreview",
                    "namespaced", false,
                    "kind", "SelfSubjectAccessReview",
                    "verbs", Tree.list("create")));
        }
        return Tree.of(
                "kind",
                "APIResourceList",
                "apiVersion",
                "v1",
                "groupVersion",
                group.isEmpty() ? version : group + "/" + version,
                "resources",
                resources);
    }

    private static ObjectNode part(Kind kind, String part, String kindName) {
        return resource(kind, kind.plural() + "/" + part, kindName, List.of("get", "patch", "update"));
    }

    private static ObjectNode resource(Kind kind, String name, String kindName, List<String> verbs) {
        ObjectNode resource = Tree.of(
                "name",
                name,
                "singularName",
                name.contains("/") ? "" : kind.singular(),
                "namespaced",
                kind.namespaced(),
                "kind",
                kindName,
                "verbs",
                Tree.list(verbs.toArray()));
        if (!name.contains("/") && !kind.shortNames().isEmpty()) {
            resource.set("shortNames", Tree.list(kind.shortNames().toArray()));
        }
        return resource;
    }

    private static ObjectNode version() {
        return Tree.of(
                "major", "1",
                "minor", "36",
                "gitVersion", "v1.36.3+lab",
                "gitCommit", "",
                "gitTreeState", "clean",
                "buildDate", "2026-01-01T00:00:00Z",
                "goVersion", "none",
                "compiler", "none",
                "platform", "lab/any");
    }

    /** It describes nothing, and clients then validate nothing: kubectl wants to be told so in Protobuf. */
    private static Answer openApi(String accept) {
        return accept.contains("protobuf")
                ? new Answer.Body(200, OPEN_API_PROTOBUF, EMPTY_DOCUMENT)
                : Answer.ok(openApi());
    }

    private static ObjectNode openApi() {
        return Tree.of(
                "swagger", "2.0",
                "info", Tree.of("title", "Kubernetes", "version", "v1.36.3+lab"),
                "paths", Tree.of(),
                "definitions", Tree.of());
    }
}
