package dev.sentinel.collectors.reading;

import java.util.Locale;

/** How the things behind Kubernetes objects are called in references. */
public final class ThingKind {
    private ThingKind() {}

    /** The kind of thing behind an API version and kind: apps/v1 StatefulSet is kubernetes.statefulset. */
    public static String of(String apiVersion, String resourceKind) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        String family = switch (group) {
            case "", "apps", "batch", "storage.k8s.io", "events.k8s.io" -> "kubernetes";
            default -> group.contains(".") ? group.substring(0, group.indexOf('.')) : group;
        };
        String kind = word(resourceKind);
        return (family.isEmpty() ? "kubernetes" : family) + "." + (kind.isEmpty() ? "object" : kind);
    }

    private static String word(String resourceKind) {
        return switch (resourceKind) {
            case "PersistentVolumeClaim" -> "persistent_volume_claim";
            case "PersistentVolume" -> "persistent_volume";
            case "VolumeAttachment" -> "volume_attachment";
            case "InstanceManager" -> "instance_manager";
            case "EngineImage" -> "engine_image";
            case "ShareManager" -> "share_manager";
            case "BackupTarget" -> "backup_target";
            default -> resourceKind.toLowerCase(Locale.ROOT);
        };
    }
}
