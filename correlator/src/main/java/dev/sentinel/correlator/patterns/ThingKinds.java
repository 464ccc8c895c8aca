package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.yaml.NearestWord;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The kinds of things that Sentinel's own collectors name. Users may have others; theirs begin with {@code x.}. */
public final class ThingKinds {
    private static final String USERS_OWN = "x.";

    private final SortedSet<String> known = new TreeSet<>();

    public ThingKinds() {
        add("kubernetes", "node", "pod", "persistent_volume_claim", "persistent_volume", "volume_attachment");
        add("kubernetes", "statefulset", "deployment", "daemonset", "replicaset", "job", "namespace");
        add("monitoring", "prometheus");
        add("longhorn", "node", "disk", "volume", "engine", "replica", "instance_manager", "engine_image", "orphan");
        add("longhorn", "setting", "share_manager", "backup", "backup_target", "volume_attachment");
        add("prometheus", "server");
        add("loki", "server");
        add("victoria", "server");
        add("thanos", "compactor");
        add("alertmanager", "server");
        add("grafana", "server");
        add("host", "machine", "device", "filesystem", "unit");
        add("multipath", "map", "group", "path");
        add("nomad", "job", "allocation", "node", "volume");
        add("etcd", "member");
        add("argoproj", "application");
        add("fluxcd", "kustomization");
        add("sentinel", "broker", "store", "collector", "site");
    }

    private void add(String family, String... kinds) {
        List.of(kinds).forEach(kind -> known.add(family + "." + kind));
    }

    /** All of them, in alphabetical order. */
    public SortedSet<String> all() {
        return new TreeSet<>(known);
    }

    /** What to tell somebody who wrote this kind, when it is not a known one. */
    Optional<String> doubt(String kind) {
        if (kind.equals(Path.ANY) || kind.startsWith(USERS_OWN) || known.contains(kind)) {
            return Optional.empty();
        }
        return Optional.of("Sentinel's collectors name no thing \"%s\"%s (kinds of your own begin with \"%s\")"
                .formatted(kind, NearestWord.hint(kind, known), USERS_OWN));
    }
}
