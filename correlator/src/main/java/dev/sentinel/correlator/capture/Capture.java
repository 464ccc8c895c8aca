package dev.sentinel.correlator.capture;

import dev.sentinel.correlator.engine.Engine;
import dev.sentinel.correlator.engine.Limits;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.proto.Contract;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an incident is made of, as strangers may see it: other names, no words of anybody's, and still the same incident. */
public sealed interface Capture {
    /** What the cluster is called in it. */
    String CLUSTER = "lab";

    Duration TICK = Duration.ofMinutes(1);

    /** After the last event the core may still find out what it belongs to. */
    Duration SETTLED = Duration.ofMinutes(5);

    /**
     * It becomes the same incident again.
     *
     * @param incident what the core makes of it now
     * @param others what else it makes of it
     */
    record Good(List<Moment> moments, Incident incident, List<Incident> others) implements Capture {
        public Good {
            moments = List.copyOf(moments);
            others = List.copyOf(others);
        }
    }

    /** It does not, and a bug report that shows something else is worse than none. */
    record Bad(String why) implements Capture {}

    /**
     * Captures an incident.
     *
     * @param recorded the journal of its cluster, in the order of arrival
     * @param patterns those that are in force
     */
    static Capture of(Incident incident, List<Moment> recorded, List<Pattern> patterns, Contract contract) {
        Excerpt excerpt = new Excerpt(incident);
        Capture near = tried(incident, excerpt.near(recorded), excerpt.ends(), patterns, contract);
        return near instanceof Good
                ? near
                : tried(incident, excerpt.whole(recorded), excerpt.ends(), patterns, contract);
    }

    private static Capture tried(
            Incident incident, List<Moment> excerpt, Instant ends, List<Pattern> patterns, Contract contract) {
        Aliases aliases = new Aliases();
        Ref pivot = aliases.of(incident.getPivot());
        Scrubber scrubber = new Scrubber(aliases, CLUSTER);
        List<Moment> moments = new ArrayList<>();
        for (Moment moment : excerpt) {
            Moment other = new Moment(moment.accepted(), scrubber.scrubbed(moment.event()));
            var problems = contract.problems(other.event());
            if (!problems.isEmpty() && contract.problems(moment.event()).isEmpty()) {
                return new Bad("an event could not be given other names: " + problems.getFirst());
            }
            moments.add(other);
        }
        Collection<Incident> made = replayed(moments, ends, patterns);
        Optional<Incident> same = made.stream()
                .filter(each -> each.getPattern().equals(incident.getPattern()))
                .filter(each -> each.getPivot().getKind().equals(pivot.getKind())
                        && each.getPivot().getNamespace().equals(pivot.getNamespace())
                        && each.getPivot().getName().equals(pivot.getName()))
                .filter(each ->
                        each.hasOpenedAt() == incident.hasOpenedAt() && each.getSeverity() == incident.getSeverity())
                .findFirst();
        return same.<Capture>map(it -> new Good(
                        moments,
                        it,
                        made.stream()
                                .filter(each -> !each.getId().equals(it.getId()))
                                .toList()))
                .orElseGet(() -> new Bad(
                        "what was recorded does not become this incident again: of %d events come %s. Are its first ones forgotten, or were other patterns in force?"
                                .formatted(
                                        moments.size(),
                                        made.isEmpty()
                                                ? "no incidents"
                                                : String.join(
                                                        ", ",
                                                        made.stream()
                                                                .map(Incident::getPattern)
                                                                .distinct()
                                                                .toList()))));
    }

    private static Collection<Incident> replayed(List<Moment> moments, Instant ends, List<Pattern> patterns) {
        Map<String, Incident> incidents = new TreeMap<>();
        if (moments.isEmpty()) {
            return incidents.values();
        }
        Engine engine = new Engine(CLUSTER, patterns, Limits.DEFAULT);
        Instant now = moments.getFirst().accepted();
        for (Moment moment : moments) {
            while (now.isBefore(moment.accepted())) {
                keep(engine.advance(now), incidents);
                now = now.plus(TICK);
            }
            keep(engine.advance(moment.accepted()), incidents);
            keep(engine.accept(moment.event(), moment.accepted()), incidents);
        }
        Instant last = now.isAfter(ends) ? now : ends;
        keep(engine.finish(last.plus(SETTLED)), incidents);
        return incidents.values();
    }

    private static void keep(List<Incident> changed, Map<String, Incident> incidents) {
        changed.forEach(incident -> incidents.put(incident.getId(), incident));
    }
}
