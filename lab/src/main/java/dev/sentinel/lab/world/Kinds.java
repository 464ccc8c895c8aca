package dev.sentinel.lab.world;

import java.util.List;

/** The kinds of objects that the world knows: Kubernetes' own, Longhorn's (v1beta2), the operator's and Argo CD's. */
public final class Kinds {

    private static final String LH = "longhorn.io";

    public static final Kind NAMESPACE = cluster("", "v1", "Namespace", "namespaces", "ns");
    public static final Kind NODE = cluster("", "v1", "Node", "nodes", "no");
    public static final Kind POD = namespaced("", "v1", "Pod", "pods", "po");
    public static final Kind PERSISTENT_VOLUME = cluster("", "v1", "PersistentVolume", "persistentvolumes", "pv");
    public static final Kind CLAIM = namespaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", "pvc");
    public static final Kind EVENT = plain("", "v1", "Event", "events", "ev");
    public static final Kind CONFIG_MAP = plain("", "v1", "ConfigMap", "configmaps", "cm");
    public static final Kind SECRET = plain("", "v1", "Secret", "secrets");
    public static final Kind SERVICE = namespaced("", "v1", "Service", "services", "svc");
    public static final Kind SERVICE_ACCOUNT = plain("", "v1", "ServiceAccount", "serviceaccounts", "sa");
    public static final Kind STATEFUL_SET = namespaced("apps", "v1", "StatefulSet", "statefulsets", "sts");
    public static final Kind DEPLOYMENT = namespaced("apps", "v1", "Deployment", "deployments", "deploy");
    public static final Kind REPLICA_SET = namespaced("apps", "v1", "ReplicaSet", "replicasets", "rs");
    public static final Kind DAEMON_SET = namespaced("apps", "v1", "DaemonSet", "daemonsets", "ds");
    public static final Kind JOB = namespaced("batch", "v1", "Job", "jobs");
    public static final Kind STORAGE_CLASS = new Kind(
            "storage.k8s.io", "v1", "StorageClass", "storageclasses", List.of("sc"), Kind.Scope.CLUSTER, false);
    public static final Kind VOLUME_ATTACHMENT =
            cluster("storage.k8s.io", "v1", "VolumeAttachment", "volumeattachments");
    public static final Kind LEASE = plain("coordination.k8s.io", "v1", "Lease", "leases");
    public static final Kind DISRUPTION_BUDGET =
            namespaced("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "pdb");
    public static final Kind PROMETHEUS =
            namespaced("monitoring.coreos.com", "v1", "Prometheus", "prometheuses", "prom");
    public static final Kind ALERTMANAGER =
            namespaced("monitoring.coreos.com", "v1", "Alertmanager", "alertmanagers", "am");
    public static final Kind APPLICATION =
            namespaced("argoproj.io", "v1alpha1", "Application", "applications", "app", "apps");

    public static final Kind LH_NODE = longhorn("Node", "nodes", "lhn");
    public static final Kind LH_VOLUME = longhorn("Volume", "volumes", "lhv");
    public static final Kind LH_ENGINE = longhorn("Engine", "engines", "lhe");
    public static final Kind LH_ENGINE_FRONTEND = longhorn("EngineFrontend", "enginefrontends", "lhef");
    public static final Kind LH_REPLICA = longhorn("Replica", "replicas", "lhr");
    public static final Kind LH_INSTANCE_MANAGER = longhorn("InstanceManager", "instancemanagers", "lhim");
    public static final Kind LH_ENGINE_IMAGE = longhorn("EngineImage", "engineimages", "lhei");
    public static final Kind LH_ORPHAN = longhorn("Orphan", "orphans", "lho");
    public static final Kind LH_SETTING = longhorn("Setting", "settings", "lhs");
    public static final Kind LH_SHARE_MANAGER = longhorn("ShareManager", "sharemanagers", "lhsm");
    public static final Kind LH_BACKUP = longhorn("Backup", "backups", "lhb");
    public static final Kind LH_BACKUP_VOLUME = longhorn("BackupVolume", "backupvolumes", "lhbv");
    public static final Kind LH_BACKUP_TARGET = longhorn("BackupTarget", "backuptargets", "lhbt");
    public static final Kind LH_SNAPSHOT = longhorn("Snapshot", "snapshots", "lhsnap");
    public static final Kind LH_ATTACHMENT = longhorn("VolumeAttachment", "volumeattachments", "lhva");
    public static final Kind LH_SHARD = longhorn("Shard", "shards");
    public static final Kind LH_SHARD_GROUP = longhorn("ShardGroup", "shardgroups");

    private static final List<Kind> ALL = List.of(
            NAMESPACE,
            NODE,
            POD,
            PERSISTENT_VOLUME,
            CLAIM,
            EVENT,
            CONFIG_MAP,
            SECRET,
            SERVICE,
            SERVICE_ACCOUNT,
            STATEFUL_SET,
            DEPLOYMENT,
            REPLICA_SET,
            DAEMON_SET,
            JOB,
            STORAGE_CLASS,
            VOLUME_ATTACHMENT,
            LEASE,
            DISRUPTION_BUDGET,
            PROMETHEUS,
            ALERTMANAGER,
            APPLICATION,
            LH_NODE,
            LH_VOLUME,
            LH_ENGINE,
            LH_ENGINE_FRONTEND,
            LH_REPLICA,
            LH_INSTANCE_MANAGER,
            LH_ENGINE_IMAGE,
            LH_ORPHAN,
            LH_SETTING,
            LH_SHARE_MANAGER,
            LH_BACKUP,
            LH_BACKUP_VOLUME,
            LH_BACKUP_TARGET,
            LH_SNAPSHOT,
            LH_ATTACHMENT,
            LH_SHARD,
            LH_SHARD_GROUP);

    private Kinds() {}

    public static List<Kind> all() {
        return ALL;
    }

    private static Kind cluster(String group, String version, String kind, String plural, String... shortNames) {
        return new Kind(group, version, kind, plural, List.of(shortNames), Kind.Scope.CLUSTER, true);
    }

    private static Kind namespaced(String group, String version, String kind, String plural, String... shortNames) {
        return new Kind(group, version, kind, plural, List.of(shortNames), Kind.Scope.NAMESPACED, true);
    }

    private static Kind plain(String group, String version, String kind, String plural, String... shortNames) {
        return new Kind(group, version, kind, plural, List.of(shortNames), Kind.Scope.NAMESPACED, false);
    }

    private static Kind longhorn(String kind, String plural, String... shortNames) {
        return namespaced(LH, "v1beta2", kind, plural, shortNames);
    }
}
