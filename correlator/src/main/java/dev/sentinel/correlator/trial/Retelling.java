package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.MissingEvidence;
import dev.sentinel.v1.StoryStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The same events told again: in the same order they must give the same bytes, in another order within the lateness the
 * same incidents.
 */
public final class Retelling {
    private final World world;
    private final Map<String, Pattern> byName;
    private final Playback playback;

    /** Whether the graph changes while the story is told: then who is only at risk depends on when it was told last. */
    public enum World {
        STANDS_STILL,
        MOVES
    }

    public Retelling(Collection<Pattern> patterns, Recording recording, World world) {
        this.world = world;
        this.byName = patterns.stream().collect(Collectors.toMap(Pattern::name, Function.identity()));
        this.playback = new Playback(List.copyOf(patterns), recording);
    }

    /** Every incident there ever was as it is at the end, by id. */
    public SortedMap<String, Incident> inOrder() {
        return playback.inOrder();
    }

    /** What came differently from what came first, also in so many other orders; empty when nothing did. */
    public List<String> complaints(SortedMap<String, Incident> came, int orders) {
        var complaints = new ArrayList<String>();
        if (!playback.inOrder().equals(came)) {
            complaints.add(
                    "the same events in the same order gave other incidents: a fault of the engine, please report it");
        }
        var story = story(came);
        for (int seed = 1; seed <= orders && complaints.isEmpty(); seed++) {
            var other = story(playback.shuffled(seed));
            if (!other.equals(story)) {
                complaints.add("in another order within the lateness (seed %d): %s"
                        .formatted(seed, Difference.between(story, other)));
            }
        }
        return complaints;
    }

    /**
     * What must not depend on the order in which events arrive. When a source was last heard does depend on it, so does
     * for how long something has been missing; and affected things of one distance come in the order they became known.
     */
    private SortedMap<String, Incident> story(SortedMap<String, Incident> incidents) {
        var story = new TreeMap<String, Incident>();
        incidents.forEach((id, incident) -> {
            var timeless = incident.toBuilder()
                    .clearRevision()
                    .clearUpdatedAt()
                    .clearTimeline()
                    .clearSourceTrust()
                    .clearMissingEvidence()
                    .addAllMissingEvidence(timeless(incident));
            if (world == World.MOVES) {
                asFarAsItStays(timeless);
            }
            if (incident.hasBlastRadius()) {
                timeless.setBlastRadius(timeless(incident.getBlastRadius()));
            }
            story.put(id, timeless.build());
        });
        return story;
    }

    /** Over which ways something was reached, and which of several bearers of a name it is, is told as it is known then. */
    private static void asFarAsItStays(Incident.Builder incident) {
        incident.getPivotBuilder().clearUid();
        incident.getStoryBuilderList().forEach(StoryStep.Builder::clearPath);
    }

    /** Which clauses lack evidence. What else is missing is about the moment: edges that have not been heard of yet. */
    private List<MissingEvidence> timeless(Incident incident) {
        return Clauses.missing(incident, Objects.requireNonNull(byName.get(incident.getPattern()))).stream()
                .map(clause -> MissingEvidence.newBuilder().setWhat(clause).build())
                .toList();
    }

    private static AffectedThing unnamed(AffectedThing thing) {
        return thing.toBuilder().setRef(thing.getRef().toBuilder().clearUid()).build();
    }

    private BlastRadius timeless(BlastRadius radius) {
        var same = world == World.STANDS_STILL ? radius.toBuilder() : BlastRadius.newBuilder();
        return same.clearThings()
                .addAllThings(radius.getThingsList().stream()
                        .filter(thing -> world == World.STANDS_STILL || !thing.getAtRiskOnly())
                        .map(thing -> world == World.STANDS_STILL ? thing : unnamed(thing))
                        .sorted(Comparator.comparing(thing -> Refs.write(thing.getRef())))
                        .toList())
                .build();
    }
}
