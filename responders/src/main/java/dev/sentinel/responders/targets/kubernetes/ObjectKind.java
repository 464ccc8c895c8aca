package dev.sentinel.responders.targets.kubernetes;

import java.util.Locale;

/**
 * A kind of object as the API serves it.
 *
 * @param group empty for the core group
 * @param plural its word in paths and permissions: "pods"
 */
public record ObjectKind(String group, String version, String plural, String kind, boolean namespaced) {

    static ObjectKind namespaced(String group, String version, String plural, String kind) {
        return new ObjectKind(group, version, plural, kind, true);
    }

    static ObjectKind clusterWide(String group, String version, String plural, String kind) {
        return new ObjectKind(group, version, plural, kind, false);
    }

    /** Its name across versions, as kubectl spells it: deployments.apps. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** How the things behind its objects are called in references: apps/v1 StatefulSet is kubernetes.statefulset. */
    public String thing() {
        return thing(group, kind);
    }

    static String thing(String group, String kind) {
        String family = switch (group) {
            case "", "apps", "batch", "storage.k8s.io" -> "kubernetes";
            default -> group.contains(".") ? group.substring(0, group.indexOf('.')) : group;
        };
        String word = switch (kind) {
            case "PersistentVolumeClaim" -> "persistent_volume_claim";
            case "PersistentVolume" -> "persistent_volume";
            case "VolumeAttachment" -> "volume_attachment";
            case "InstanceManager" -> "instance_manager";
            default -> kind.toLowerCase(Locale.ROOT);
        };
        return family + "." + word;
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Where the API says which kinds of this group and version it has. */
    String home() {
        return (group.isEmpty() ? "/api/" : "/apis/") + apiVersion();
    }
}
