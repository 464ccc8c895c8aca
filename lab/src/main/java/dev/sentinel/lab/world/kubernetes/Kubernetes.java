package dev.sentinel.lab.world.kubernetes;

import dev.sentinel.lab.world.World;

/** Puts Kubernetes' behaviours to work in a world. */
public final class Kubernetes {

    private Kubernetes() {}

    public static void run(World world, Machines machines, Pods pods) {
        world.hire(new Kubelets(machines));
        world.hire(new NodeLifecycle());
        world.hire(new Garbage());
        world.hire(new OrphanedPods());
        world.hire(new Operator());
        world.hire(new GitOps());
        world.hire(new StatefulSets());
        world.hire(new ReplicaSets());
        world.hire(new DaemonSets());
        world.hire(new Scheduler());
        world.hire(new Attachments());
        world.hire(pods);
    }
}
