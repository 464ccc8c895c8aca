package dev.sentinel.collectors.nomad;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A job.
 *
 * @param child started by a periodic or dispatched job; such come and go all day and are not told
 * @param counts the wanted count by task group
 * @param volumes the CSI volumes each task group asks for; stubs in the listing do not say
 */
record Job(
        String namespace,
        String id,
        boolean child,
        boolean stopped,
        long version,
        Map<String, Integer> counts,
        Map<String, List<Wanted>> volumes,
        long index,
        Optional<Instant> at) {

    private static final int MOST_GROUPS = 64;
    private static final int MOST_VOLUMES = 32;

    /** A volume by its source; one for each instance of the group when it says so. */
    record Wanted(String source, boolean perAllocation) {}

    Job {
        counts = Map.copyOf(counts);
        volumes = Map.copyOf(volumes);
    }

    static Optional<Job> of(Tree json) {
        String id = json.at("ID").name();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, Integer> counts = new TreeMap<>();
        SortedMap<String, List<Wanted>> volumes = new TreeMap<>();
        json.at("TaskGroups").items().stream().limit(MOST_GROUPS).forEach(group -> {
            String name = group.at("Name").word();
            if (!name.isEmpty()) {
                counts.put(name, group.at("Count").count());
                volumes.put(name, wanted(group.at("Volumes")));
            }
        });
        return Optional.of(new Job(
                json.at("Namespace").name(),
                id,
                !json.at("ParentID").name().isEmpty(),
                json.at("Stop").flag(),
                json.at("Version").amount(),
                counts,
                volumes,
                json.at("ModifyIndex").amount(),
                Client.ofNanos(json.at("SubmitTime").amount())));
    }

    /** The listing's stub says nothing of groups; what was known of them stays true. */
    Job with(Job fuller) {
        return counts.isEmpty()
                ? new Job(
                        namespace,
                        id,
                        child,
                        stopped,
                        Math.max(version, fuller.version),
                        fuller.counts,
                        fuller.volumes,
                        index,
                        at)
                : this;
    }

    /** As known, but older than anything. */
    Job forgotten() {
        return new Job(namespace, id, child, stopped, version, counts, volumes, 0, at);
    }

    Ref ref() {
        return Refs.of("nomad.job", namespace, id);
    }

    boolean says(Job other) {
        return stopped == other.stopped && version == other.version && counts.equals(other.counts);
    }

    /** The volumes that an allocation of this job holds. */
    List<String> volumesOf(Allocation allocation) {
        return volumes.getOrDefault(allocation.group(), List.of()).stream()
                .map(wanted -> wanted.perAllocation()
                        ? wanted.source() + allocation.number().orElse("")
                        : wanted.source())
                .distinct()
                .toList();
    }

    private static List<Wanted> wanted(Tree volumes) {
        List<Wanted> wanted = new ArrayList<>();
        volumes.fields().forEach((name, volume) -> {
            // The name is cut so that the number of an instance still fits behind it.
            String source = volume.at("Source").text(200);
            if (volume.at("Type").word().equals("csi") && !source.isEmpty() && wanted.size() < MOST_VOLUMES) {
                wanted.add(new Wanted(source, volume.at("PerAlloc").flag()));
            }
        });
        return List.copyOf(wanted);
    }
}
