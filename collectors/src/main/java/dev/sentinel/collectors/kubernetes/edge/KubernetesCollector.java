package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import java.util.ArrayList;
import java.util.List;

/** Reads nodes, pods, their storage, their owners and events from the API of Kubernetes. */
public final class KubernetesCollector implements Collector {
    private final KubernetesSettings settings;

    public KubernetesCollector(KubernetesSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void open(Desk desk) {
        Cluster cluster = Cluster.at(settings.connection(), settings.timeout());
        desk.closes(cluster::close);
        var unused = Watch.open(
                desk,
                new Watch.Plan(cluster, watched(), settings.mostWaiting()),
                memory -> new KubernetesReader(
                        desk.facts(),
                        Collecting.self(this, desk.witness()),
                        settings.longhornNamespace(),
                        memory,
                        desk.now()));
    }

    @Override
    public List<Check> examine() {
        return Examination.of(settings.connection(), settings.timeout(), watched());
    }

    /** In the order in which a first listing is read. */
    private List<Watched> watched() {
        List<Watched> all = new ArrayList<>(List.of(
                Watched.always(ObjectKind.clusterWide("", "v1", "nodes", "Node"))
                        .withAuthors(),
                Watched.always(ObjectKind.clusterWide("", "v1", "persistentvolumes", "PersistentVolume")),
                Watched.always(ObjectKind.namespaced("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")),
                Watched.always(
                        ObjectKind.clusterWide("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment"))));
        settings.owners()
                .forEach(owner -> all.add(Watched.always(owner).withAuthors().whenServed()));
        all.addAll(List.of(
                workload("apps", "deployments", "Deployment"),
                workload("apps", "replicasets", "ReplicaSet"),
                workload("apps", "statefulsets", "StatefulSet"),
                workload("apps", "daemonsets", "DaemonSet"),
                workload("batch", "jobs", "Job"),
                Watched.always(ObjectKind.namespaced("", "v1", "pods", "Pod")),
                Watched.always(
                        ObjectKind.namespaced("", "v1", "events", "Event"),
                        ObjectKind.namespaced("events.k8s.io", "v1", "events", "Event"))));
        return all;
    }

    private static Watched workload(String group, String plural, String kind) {
        return Watched.always(ObjectKind.namespaced(group, "v1", plural, kind)).withAuthors();
    }
}
