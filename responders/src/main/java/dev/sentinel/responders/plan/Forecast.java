package dev.sentinel.responders.plan;

import dev.sentinel.responders.guards.Concern;
import dev.sentinel.responders.plan.Freezer.Seen;
import dev.sentinel.responders.runbooks.Surroundings;
import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.v1.Counterfactual;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.VolumeForecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a plan costs and what doing nothing costs, computed on the cluster as it was read. */
final class Forecast {
    /** As many as the contract lets it list. */
    static final int MOST_VOLUMES = 256;
    /** What a copy is made with at the pace that a rebuild has beside other work. */
    static final long REBUILD_BYTES_A_SECOND = 100L << 20;

    private static final long SECONDS_FOR_AN_ACT = 10;
    private static final long LONG_WAIT_SECONDS = 600;

    private final Incident incident;
    private final Situation situation;
    private final List<Seen> seen;
    /** Nodes that get no new copies while the plan lasts. */
    private final TreeSet<String> closed;

    private final SequencedMap<String, Volume> concerned = new LinkedHashMap<>();

    Forecast(Incident incident, Situation situation, List<Seen> seen) {
        this.incident = incident;
        this.situation = situation;
        this.seen = seen;
        this.closed = seen.stream()
                .filter(each -> closes(each.action().name()))
                .map(each -> each.part().order().target().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        seen.forEach(each -> new Concern(each.part().order().target(), situation)
                .volumes()
                .forEach(volume -> concerned.put(volume.name(), volume)));
        new Surroundings(incident, situation).affected().forEach(volume -> concerned.put(volume.name(), volume));
    }

    private static boolean closes(String action) {
        return action.equals("longhorn.node.scheduling.off") || action.equals("kubernetes.node.cordon");
    }

    Counterfactual make() {
        var volumes = List.copyOf(concerned.values());
        var forecasts = volumes.stream().map(this::forecast).toList();
        var bytes =
                forecasts.stream().mapToLong(VolumeForecast::getRebuildBytes).sum();
        return Counterfactual.newBuilder()
                .addAllVolumes(forecasts.stream().limit(MOST_VOLUMES).toList())
                .setOmittedVolumes(Math.max(0, forecasts.size() - MOST_VOLUMES))
                .setVolumesLosingRedundancy((int) forecasts.stream()
                        .filter(each -> each.getCopiesDuring() < each.getCopiesNow())
                        .count())
                .setVolumesWithoutCopy((int) forecasts.stream()
                        .filter(each -> each.getCopiesDuring() == 0)
                        .count())
                .setRebuildBytes(bytes)
                .setExpectedSeconds(expectedSeconds(bytes))
                .setWorstCaseSeconds(worstCaseSeconds())
                .setWorstCase(worstCase(volumes))
                .setIfNothingIsDone(ifNothingIsDone(volumes))
                .build();
    }

    private VolumeForecast forecast(Volume volume) {
        return VolumeForecast.newBuilder()
                .setVolume(Ref.newBuilder()
                        .setKind("longhorn.volume")
                        .setNamespace("longhorn-system")
                        .setName(volume.name())
                        .setUid(volume.uid()))
                .setCopiesNow(volume.safeCopies().size())
                .setCopiesDuring(volume.safeCopies().size() - taken(volume))
                .setRebuildBytes(toMake(volume) * volume.actualBytes())
                .build();
    }

    /** Safe copies that the plan's own acts take away. */
    private int taken(Volume volume) {
        return (int) volume.safeCopies().stream()
                .filter(copy -> seen.stream()
                        .filter(each -> each.action().name().startsWith("longhorn.replica."))
                        .anyMatch(each -> each.changes()
                                && each.part().order().target().getName().equals(copy.name())))
                .count();
    }

    /** Copies that have to be made until there are as many as are wanted: the missing, those taken, those moved away. */
    private long toMake(Volume volume) {
        var missing = Math.max(0, volume.wantedReplicas() - volume.safeCopies().size() + taken(volume));
        var moved = seen.stream()
                .filter(each -> each.changes() && each.action().name().endsWith(".eviction.on"))
                .mapToLong(each -> {
                    var concern = new Concern(each.part().order().target(), situation);
                    return volume.safeCopies().stream().filter(concern::holds).count();
                })
                .sum();
        return missing + moved;
    }

    private long expectedSeconds(long bytes) {
        var steps = seen.stream()
                .mapToLong(each -> SECONDS_FOR_AN_ACT + each.part().expected().getHoldSeconds())
                .sum();
        var waits = seen.stream()
                .anyMatch(each -> !each.changes() && each.part().expected().getWithinSeconds() >= LONG_WAIT_SECONDS);
        return waits ? steps + bytes / REBUILD_BYTES_A_SECOND : steps;
    }

    private long worstCaseSeconds() {
        return seen.stream()
                .mapToLong(each -> each.action().timeout().toSeconds()
                        + each.part().expected().getWithinSeconds()
                        + each.part().expected().getHoldSeconds())
                .sum();
    }

    private String worstCase(List<Volume> volumes) {
        var sentences = new ArrayList<String>();
        for (var node : closed) {
            var lose = copiesOn(node, volumes);
            var bare =
                    lose.stream().filter(volume -> elsewhere(volume, node) == 0).toList();
            sentences.add(
                    "if %s fails altogether meanwhile, %d volumes lose a copy there, and %d of them their last safe one"
                            .formatted(node, lose.size(), bare.size()));
        }
        var homeless = volumes.stream().filter(this::findsNoPlace).count();
        if (homeless > 0) {
            sentences.add(
                    "%d volumes find no other node for a copy that they lack and stay degraded".formatted(homeless));
        }
        return sentences.isEmpty()
                ? "a step fails half-way; what was done is taken back in reverse order, or stays on the list of open"
                        + " items"
                : String.join("; ", sentences);
    }

    private boolean findsNoPlace(Volume volume) {
        var missing = volume.wantedReplicas() - volume.safeCopies().size();
        return missing > 0
                && situation.machines().stream()
                                .filter(machine -> takes(machine, volume))
                                .count()
                        < missing;
    }

    private boolean takes(Machine machine, Volume volume) {
        return machine.ready()
                && !machine.cordoned()
                && !closed.contains(machine.name())
                && machine.storage()
                        .filter(storage -> storage.ready() && storage.allowScheduling())
                        .isPresent()
                && volume.safeCopies().stream().noneMatch(copy -> copy.node().equals(machine.name()));
    }

    private String ifNothingIsDone(List<Volume> volumes) {
        var sentences = new ArrayList<String>();
        var node = new Surroundings(incident, situation).machine().map(Machine::name);
        node.ifPresent(name -> sentences.add("%s keeps taking copies; %d volumes have one there"
                .formatted(name, copiesOn(name, situation.volumes()).size())));
        var few = volumes.stream()
                .filter(volume -> volume.safeCopies().size() < volume.wantedReplicas())
                .toList();
        var last =
                few.stream().filter(volume -> volume.safeCopies().size() == 1).count();
        var gone = few.stream().filter(volume -> volume.safeCopies().isEmpty()).count();
        sentences.add("%d of %d volumes lack copies: %d stand on their last safe one, %d have none"
                .formatted(few.size(), volumes.size(), last, gone));
        if (incident.getBlastRadius().getWorkloadCount() > 0) {
            sentences.add("%d workloads depend on what is hurt"
                    .formatted(incident.getBlastRadius().getWorkloadCount()));
        }
        return String.join("; ", sentences);
    }

    private static List<Volume> copiesOn(String node, List<Volume> volumes) {
        return volumes.stream()
                .filter(volume -> volume.replicas().stream().map(Replica::node).anyMatch(node::equals))
                .toList();
    }

    private static long elsewhere(Volume volume, String node) {
        return volume.safeCopies().stream()
                .filter(copy -> !copy.node().equals(node))
                .count();
    }
}
