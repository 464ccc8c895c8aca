package dev.sentinel.lab.world.longhorn;

import java.util.Set;
import java.util.TreeSet;

/** What is wrong beneath Longhorn, which it can only notice by its effects. */
public final class Hardware {

    private final Set<String> brokenDisks = new TreeSet<>();
    private final Set<String> slowNodes = new TreeSet<>();
    private final Set<String> brokenReplicas = new TreeSet<>();
    private final Set<String> brokenEngines = new TreeSet<>();

    public void breaksDisk(String node) {
        brokenDisks.add(node);
    }

    public void mendsDisk(String node) {
        brokenDisks.remove(node);
        slowNodes.remove(node);
    }

    public boolean diskBroken(String node) {
        return brokenDisks.contains(node);
    }

    public void slows(String node) {
        slowNodes.add(node);
    }

    public boolean slow(String node) {
        return slowNodes.contains(node);
    }

    /** The process of the replica dies at the next look. */
    public void breaksReplica(String replica) {
        brokenReplicas.add(replica);
    }

    boolean takeBrokenReplica(String replica) {
        return brokenReplicas.remove(replica);
    }

    public void breaksEngine(String engine) {
        brokenEngines.add(engine);
    }

    boolean takeBrokenEngine(String engine) {
        return brokenEngines.remove(engine);
    }
}
