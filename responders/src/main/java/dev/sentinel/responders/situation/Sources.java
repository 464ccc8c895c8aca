package dev.sentinel.responders.situation;

/** What a situation is read from, as {@link Situation.Unread} names it: the resource, and its group where it has one. */
public final class Sources {
    public static final String NODES = "nodes";
    public static final String LONGHORN_NODES = "nodes.longhorn.io";
    public static final String VOLUMES = "volumes.longhorn.io";
    public static final String REPLICAS = "replicas.longhorn.io";
    public static final String ENGINES = "engines.longhorn.io";
    public static final String INSTANCE_MANAGERS = "instancemanagers.longhorn.io";
    public static final String SETTINGS = "settings.longhorn.io";
    public static final String CLAIMS = "persistentvolumeclaims";
    public static final String PODS = "pods";
    public static final String STATEFULSETS = "statefulsets.apps";
    public static final String DEPLOYMENTS = "deployments.apps";
    public static final String PROMETHEUSES = "prometheuses.monitoring.coreos.com";

    private Sources() {}
}
