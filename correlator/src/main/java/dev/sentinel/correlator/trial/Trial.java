package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.MissingEvidence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs tests of patterns. Each is played in order, once more in order, and in several other orders within the lateness:
 * the first must give what is expected, the second the same bytes, the others the same incidents.
 */
public final class Trial {
    private static final int ORDERS = 3;

    private final List<Pattern> patterns;
    private final SortedMap<String, Pattern> byName = new TreeMap<>();

    public Trial(Collection<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
        patterns.forEach(pattern -> byName.put(pattern.name(), pattern));
    }

    /** Runs the tests of a file, in its order, all of them whatever fails. */
    public List<Result> run(TestFile file) {
        return file.tests().stream().map(test -> run(file.file(), test)).toList();
    }

    /** Runs one test of a file. */
    public Result run(String file, PatternTest test) {
        var playback = new Playback(patterns, test);
        var came = playback.inOrder();
        var complaints = new ArrayList<>(new Judge(byName, test, came).complaints());
        if (!playback.inOrder().equals(came)) {
            complaints.add(
                    "the same events in the same order gave other incidents: a fault of the engine, please report it");
        }
        var story = story(came);
        for (int seed = 1; seed <= ORDERS; seed++) {
            var other = story(playback.shuffled(seed));
            if (!other.equals(story)) {
                complaints.add("in another order within the lateness (seed %d): %s"
                        .formatted(seed, Difference.between(story, other)));
                break;
            }
        }
        return new Result(file, test.line(), test.name(), complaints);
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
            if (incident.hasBlastRadius()) {
                timeless.setBlastRadius(sorted(incident.getBlastRadius()));
            }
            story.put(id, timeless.build());
        });
        return story;
    }

    /** Which clauses lack evidence. What else is missing is about the moment: edges that have not been heard of yet. */
    private List<MissingEvidence> timeless(Incident incident) {
        return Clauses.missing(incident, Objects.requireNonNull(byName.get(incident.getPattern()))).stream()
                .map(clause -> MissingEvidence.newBuilder().setWhat(clause).build())
                .toList();
    }

    private static BlastRadius sorted(BlastRadius radius) {
        return radius.toBuilder()
                .clearThings()
                .addAllThings(radius.getThingsList().stream()
                        .sorted(Comparator.comparing(thing -> Refs.write(thing.getRef())))
                        .toList())
                .build();
    }
}
