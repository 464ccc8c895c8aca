package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Optional;

/** The kinds of objects that responders look at or act on. */
public final class Kinds {
    private static final String LH = "longhorn.io";
    private static final String PO = "monitoring.coreos.com";

    public static final ObjectKind NODE = ObjectKind.clusterWide("", "v1", "nodes", "Node");
    public static final ObjectKind POD = ObjectKind.namespaced("", "v1", "pods", "Pod");
    public static final ObjectKind EVENT = ObjectKind.namespaced("", "v1", "events", "Event");
    public static final ObjectKind CLAIM =
            ObjectKind.namespaced("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");
    public static final ObjectKind PERSISTENT_VOLUME =
            ObjectKind.clusterWide("", "v1", "persistentvolumes", "PersistentVolume");
    public static final ObjectKind ATTACHMENT =
            ObjectKind.clusterWide("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment");
    public static final ObjectKind STATEFUL_SET = ObjectKind.namespaced("apps", "v1", "statefulsets", "StatefulSet");
    public static final ObjectKind DEPLOYMENT = ObjectKind.namespaced("apps", "v1", "deployments", "Deployment");
    public static final ObjectKind REPLICA_SET = ObjectKind.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    public static final ObjectKind PROMETHEUS = ObjectKind.namespaced(PO, "v1", "prometheuses", "Prometheus");
    public static final ObjectKind ALERTMANAGER = ObjectKind.namespaced(PO, "v1", "alertmanagers", "Alertmanager");
    public static final ObjectKind APPLICATION =
            ObjectKind.namespaced("argoproj.io", "v1alpha1", "applications", "Application");
    public static final ObjectKind KUSTOMIZATION =
            ObjectKind.namespaced("kustomize.toolkit.fluxcd.io", "v1", "kustomizations", "Kustomization");
    public static final ObjectKind HELM_RELEASE =
            ObjectKind.namespaced("helm.toolkit.fluxcd.io", "v2", "helmreleases", "HelmRelease");
    public static final ObjectKind LONGHORN_NODE = longhorn("nodes", "Node");
    public static final ObjectKind LONGHORN_VOLUME = longhorn("volumes", "Volume");
    public static final ObjectKind LONGHORN_REPLICA = longhorn("replicas", "Replica");
    public static final ObjectKind LONGHORN_ENGINE = longhorn("engines", "Engine");
    public static final ObjectKind LONGHORN_MANAGER = longhorn("instancemanagers", "InstanceManager");
    public static final ObjectKind LONGHORN_TICKETS = longhorn("volumeattachments", "VolumeAttachment");
    public static final ObjectKind LONGHORN_SETTING = longhorn("settings", "Setting");

    private static final List<ObjectKind> ALL = List.of(
            NODE,
            POD,
            EVENT,
            CLAIM,
            PERSISTENT_VOLUME,
            ATTACHMENT,
            STATEFUL_SET,
            DEPLOYMENT,
            REPLICA_SET,
            PROMETHEUS,
            ALERTMANAGER,
            APPLICATION,
            KUSTOMIZATION,
            HELM_RELEASE,
            LONGHORN_NODE,
            LONGHORN_VOLUME,
            LONGHORN_REPLICA,
            LONGHORN_ENGINE,
            LONGHORN_MANAGER,
            LONGHORN_TICKETS,
            LONGHORN_SETTING);

    private Kinds() {}

    /** The kind of object behind a thing. */
    public static Optional<ObjectKind> behind(Ref thing) {
        return ALL.stream().filter(each -> each.thing().equals(thing.getKind())).findFirst();
    }

    private static ObjectKind longhorn(String plural, String kind) {
        return ObjectKind.namespaced(LH, "v1beta2", plural, kind);
    }
}
