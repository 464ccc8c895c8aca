package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.NoAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who restores what a repository says, and whether they do it now. Argo CD lists what it manages, and leaves its name in an
 * annotation or a label; Flux leaves names in labels.
 */
final class GitOps {
    private static final String ARGO_ANNOTATION = "argocd.argoproj.io/tracking-id";
    private static final String ARGO_LABEL = "argocd.argoproj.io/instance";
    private static final List<String> FLUX = List.of("kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io");

    /** Managed objects, by group, kind, namespace and name, with the application that manages them. */
    private final Map<String, String> managed = new HashMap<>();

    /** Whether an application heals, by its name and, where names are not unique, any of that name. */
    private final Map<String, Boolean> heals = new HashMap<>();

    private final Map<String, Boolean> suspended = new HashMap<>();
    private final Flux flux;

    /** Where a reconciler of Flux is looked up. */
    @FunctionalInterface
    interface Flux {
        Optional<JsonNode> find(ObjectKind kind, String namespace, String name) throws NoAnswer;
    }

    GitOps(Flux flux) {
        this.flux = flux;
    }

    void application(JsonNode application) {
        String name = "argocd/%s/%s".formatted(Json.namespace(application), Json.name(application));
        boolean healing = heals(application);
        heals.merge(name, healing, Boolean::logicalOr);
        heals.merge(Json.name(application), healing, Boolean::logicalOr);
        if (healing) {
            Json.items(application, "status", "resources")
                    .forEach(each -> managed.put(
                            String.join(
                                    "/",
                                    Json.text(each, "group"),
                                    Json.text(each, "kind"),
                                    Json.text(each, "namespace"),
                                    Json.text(each, "name")),
                            name));
        }
    }

    /** Whether an application puts back by itself what was changed by hand, and not only when its repository changes. */
    private static boolean heals(JsonNode application) {
        JsonNode automated = Json.at(application, "spec", "syncPolicy", "automated");
        return automated.isObject() && automated.path("enabled").asBoolean(true) && Json.flag(automated, "selfHeal");
    }

    /** Who would put the object back; empty also while they are suspended. */
    Optional<String> of(ObjectKind kind, JsonNode object) {
        Optional<String> listed = Optional.ofNullable(
                managed.get(String.join("/", kind.group(), kind.kind(), Json.namespace(object), Json.name(object))));
        return listed.or(() -> named(object)).or(() -> flux(object));
    }

    /** By the mark that Argo CD leaves, for an application that may not be read or does not list the object yet. */
    private Optional<String> named(JsonNode object) {
        String tracking = Json.text(object, "metadata", "annotations", ARGO_ANNOTATION);
        String name = tracking.isEmpty()
                ? Json.text(object, "metadata", "labels", ARGO_LABEL)
                : tracking.substring(0, Math.max(0, tracking.indexOf(':')));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        // Applications outside of Argo CD's own namespace are called namespace_name.
        int at = name.indexOf('_');
        String qualified = "argocd/%s/%s"
                .formatted(at < 0 ? "argocd" : name.substring(0, at), at < 0 ? name : name.substring(at + 1));
        boolean healing = heals.getOrDefault(at < 0 ? name : qualified, true);
        return healing ? Optional.of(qualified) : Optional.empty();
    }

    private Optional<String> flux(JsonNode object) {
        for (String group : FLUX) {
            String name = Json.text(object, "metadata", "labels", group + "/name");
            String namespace = Json.text(object, "metadata", "labels", group + "/namespace");
            if (!name.isEmpty()) {
                ObjectKind kind = group.startsWith("kustomize") ? Kinds.KUSTOMIZATION : Kinds.HELM_RELEASE;
                String who = "flux-%s/%s/%s".formatted(kind.kind().toLowerCase(Locale.ROOT), namespace, name);
                if (!suspended.computeIfAbsent(who, any -> isSuspended(kind, namespace, name))) {
                    return Optional.of(who);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isSuspended(ObjectKind kind, String namespace, String name) {
        try {
            return flux.find(kind, namespace, name)
                    .map(each -> Json.flag(each, "spec", "suspend"))
                    .orElse(true);
        } catch (NoAnswer e) {
            // Whoever cannot be seen may well be at work.
            return false;
        }
    }
}
