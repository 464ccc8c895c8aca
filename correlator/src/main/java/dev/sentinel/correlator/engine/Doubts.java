package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause;
import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.ConfidenceReason;
import dev.sentinel.v1.MissingEvidence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** How sure one may be of an incident, what speaks for and against it, and what nobody has seen. */
final class Doubts {
    private static final int MOST_MISSING = 32;
    private static final int MOST_LOST = Unsettled.MOST_SHOWN;
    private static final double ASSUMED = -0.1;

    private final Topology topology;
    private final Sources sources;
    private final Unsettled unsettled;
    // As many as the patterns have clauses, and have had.
    private final IdentityHashMap<Clause, NotSeen> heardOf = new IdentityHashMap<>();

    Doubts(Topology topology, Sources sources, Unsettled unsettled) {
        this.topology = topology;
        this.sources = sources;
        this.unsettled = unsettled;
    }

    Confidence confidence(Instance instance, List<Portrait.Told> told) {
        var belief = instance.rule.pattern.belief();
        var score = belief.start();
        var confidence = Confidence.newBuilder();
        for (var weight : belief.weights()) {
            if (weight.when().holds(instance.course.holding)) {
                score += weight.by();
                add(confidence, weight.because(), weight.by(), weight.when().mentions(), told);
            }
        }
        if (isAnyAssumed(told)) {
            score += ASSUMED;
            add(confidence, "a path through the topology was learned only later and is assumed", ASSUMED, 0, told);
        }
        return confidence
                .setScore(Math.round(Math.max(0, Math.min(1, score)) * 100) / 100.0)
                .build();
    }

    private static boolean isAnyAssumed(List<Portrait.Told> told) {
        for (var each : told) {
            if (each.entry().assumed()) {
                return true;
            }
        }
        return false;
    }

    private static void add(
            Confidence.Builder confidence, String because, double by, long clauses, List<Portrait.Told> told) {
        var reason = ConfidenceReason.newBuilder().setSentence(because).setWeight(by);
        for (var i = 0; i < told.size() && reason.getEventIdsCount() < MOST_LOST; i++) {
            if ((clauses & 1L << told.get(i).number()) != 0) {
                reason.addEventIds(told.get(i).entry().fact().id);
            }
        }
        if (by < 0) {
            confidence.addReasonsAgainst(reason);
        } else {
            confidence.addReasonsFor(reason);
        }
    }

    /** The clauses whose evidence lowers the confidence. */
    long speakingAgainst(Instance instance) {
        var against = 0L;
        for (var weight : instance.rule.pattern.belief().weights()) {
            if (weight.by() < 0 && weight.when().holds(instance.course.holding)) {
                against |= weight.when().mentions() & instance.course.holding;
            }
        }
        // What the incident rests on does not speak against it.
        return against
                & ~(instance.rule.pattern.open().mentions()
                        | instance.rule.pattern.suspect().mentions());
    }

    List<MissingEvidence> missing(Instance instance, List<Portrait.Told> told) {
        var missing = new ArrayList<MissingEvidence>();
        var clauses = instance.rule.pattern.clauses();
        var wanted = instance.rule.pattern.open().mentions();
        for (var c = 0; c < clauses.size(); c++) {
            var clause = clauses.get(c);
            var holds = (instance.course.holding & 1L << c) != 0;
            var matters = (wanted & 1L << c) != 0 || !clause.learn().isEmpty();
            if (!holds && matters && clause.absence().isEmpty() && clause.role() != Role.RECOVERY) {
                missing.add(notSeen(clause));
            }
        }
        if (isAnyAssumed(told)) {
            told.stream()
                    .filter(each -> each.entry().assumed())
                    .limit(MOST_LOST)
                    .forEach(each -> missing.add(assumed(each)));
        }
        if (!instance.course.isResolved()) {
            unsettled.lost(instance.rule).forEach(lost -> missing.add(homeless(instance, lost)));
        }
        return missing.subList(0, Math.min(missing.size(), MOST_MISSING));
    }

    private static MissingEvidence homeless(Instance instance, Unsettled.Item lost) {
        return MissingEvidence.newBuilder()
                .setWhat("where " + RefText.of(lost.event.getSubject()) + " belongs")
                .setWhyMissing("no edge that is known leads from it to a " + instance.rule.pattern.pivot())
                .setSource(lost.event.getSource().getCollector())
                .build();
    }

    private MissingEvidence notSeen(Clause clause) {
        var heard = heardOf.computeIfAbsent(clause, each -> new NotSeen(each, collector(each)));
        return heard.collector().isEmpty() || sources.everHeard(heard.collector()) ? heard.quiet() : heard.deaf();
    }

    /** What is said of a clause without evidence: whoever could tell is there, or has never been heard. */
    private record NotSeen(String collector, MissingEvidence quiet, MissingEvidence deaf) {
        NotSeen(Clause clause, String collector) {
            this(
                    collector,
                    missing(clause, collector, "nothing of the kind was reported"),
                    missing(
                            clause,
                            collector,
                            "no collector \"" + collector + "\" has ever been heard in this cluster"));
        }
    }

    private static MissingEvidence missing(Clause clause, String collector, String why) {
        return MissingEvidence.newBuilder()
                .setWhat(clause.name().replace('_', ' '))
                .setWhyMissing(why)
                .setSource(collector)
                .setHowToLearn(clause.learn())
                .build();
    }

    private static String collector(Clause clause) {
        var kind = clause.matches().isEmpty() ? "" : clause.matches().getFirst().kind();
        return kind.indexOf('.') < 0 ? "" : kind.substring(0, kind.indexOf('.'));
    }

    private MissingEvidence assumed(Portrait.Told told) {
        return MissingEvidence.newBuilder()
                .setWhat("how " + RefText.of(topology.ref(told.entry().subject)) + " was connected at that time")
                .setWhyMissing("the edge was learned only later, or had just ended")
                .build();
    }
}
