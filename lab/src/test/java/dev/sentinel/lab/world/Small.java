package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.faults.Sentence;
import dev.sentinel.lab.world.kubernetes.Program;
import dev.sentinel.lab.world.longhorn.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A small cluster of three nodes that have settled, and short ways to look at it. */
public final class Small {

    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    public final Cluster cluster;
    public final World world;
    private final Faults faults;

    public Small(long seed, Map<String, Program> programs) {
        this(seed, Disks.none(), programs);
    }

    public Small(long seed, Disks disks, Map<String, Program> programs) {
        this.cluster = Cluster.found(seed, BEGIN, disks, programs);
        this.world = cluster.world();
        this.faults = new Faults(cluster);
        for (String node : List.of("agent-1", "agent-2", "agent-3")) {
            happens("join node " + node);
        }
        passes(Duration.ofMinutes(1));
    }

    public void happens(String sentence) {
        faults.happen(Sentence.read(sentence));
    }

    public void passes(Duration time) {
        world.advance(world.now().plus(time));
    }

    /** Up to a minute at a time until something is so; false when it was not within the limit. */
    public boolean within(Duration limit, Function<Small, Boolean> fact) {
        Instant end = world.now().plus(limit);
        while (!fact.apply(this)) {
            if (!world.now().isBefore(end)) {
                return false;
            }
            passes(Duration.ofSeconds(1));
        }
        return true;
    }

    /** A stateful set of one pod on one volume; says the volume's name. */
    public String runs(String name, String size) {
        cluster.runs("apps", name, name, 1, size);
        passes(Duration.ofSeconds(30));
        return Tree.text(world.store().get(new Key(Kinds.CLAIM, "apps", "data-" + name + "-0")), "spec", "volumeName");
    }

    public ObjectNode get(Kind kind, String namespace, String name) {
        return world.store().get(new Key(kind, namespace, name));
    }

    public String volume(String name, String field) {
        return Tree.text(get(Kinds.LH_VOLUME, Names.NAMESPACE, name), "status", field);
    }

    public ObjectNode engine(String volume) {
        return get(Kinds.LH_ENGINE, Names.NAMESPACE, volume + "-e-0");
    }

    public ObjectNode pod(String name) {
        return get(Kinds.POD, "apps", name);
    }

    public List<ObjectNode> replicas(String volume) {
        return world.store().all(Kinds.LH_REPLICA).stream()
                .filter(each -> Tree.text(each, "spec", "volumeName").equals(volume))
                .toList();
    }

    public Optional<ObjectNode> replicaOn(String volume, String node) {
        return replicas(volume).stream()
                .filter(each -> Tree.text(each, "spec", "nodeID").equals(node))
                .findFirst();
    }

    public static String name(ObjectNode object) {
        return Tree.text(object, "metadata", "name");
    }

    /** "Reason type message" of each event about an object, in the order of its first telling. */
    public List<String> events(String about) {
        return world.store().all(Kinds.EVENT).stream()
                .filter(each -> Tree.text(each, "involvedObject", "name").equals(about))
                .sorted(Comparator.comparing((ObjectNode each) -> Tree.text(each, "firstTimestamp")))
                .map(each ->
                        Tree.text(each, "reason") + " " + Tree.text(each, "type") + " " + Tree.text(each, "message"))
                .toList();
    }

    public List<String> log(String pod, String container) {
        return world.logs().after(new Logs.Source(Names.NAMESPACE, pod, container), 0).stream()
                .map(Logs.Line::text)
                .toList();
    }
}
