package dev.sentinel.responders.situation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster as it was read, all of it at about the same moment.
 *
 * @param settings of Longhorn, by name: "replica-auto-balance" is "best-effort"
 * @param unread what could not be read, and why; what is not known counts neither as well nor as broken
 */
public record Situation(
        String cluster,
        Instant readAt,
        List<Machine> machines,
        List<Volume> volumes,
        List<Workload> workloads,
        Map<String, String> settings,
        List<Unread> unread) {

    /** A part that could not be read: "volumes.longhorn.io", and why. */
    public record Unread(String what, String why) {}

    public Situation {
        machines = List.copyOf(machines);
        volumes = List.copyOf(volumes);
        workloads = List.copyOf(workloads);
        settings = Map.copyOf(settings);
        unread = List.copyOf(unread);
    }

    public Optional<Machine> machine(String name) {
        return machines.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    public Optional<Volume> volume(String name) {
        return volumes.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    public Optional<Workload> workload(String kind, String namespace, String name) {
        return workloads.stream()
                .filter(each -> each.ref().getKind().equals(kind)
                        && each.ref().getNamespace().equals(namespace)
                        && each.ref().getName().equals(name))
                .findFirst();
    }

    /** Whether it was read; one of {@link Sources}. */
    public boolean isKnown(String what) {
        return unread.stream().noneMatch(each -> each.what().equals(what));
    }
}
