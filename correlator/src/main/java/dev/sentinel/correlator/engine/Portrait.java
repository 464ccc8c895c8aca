package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause;
import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.patterns.Template;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Draws an instance as the incident that people, responders and other programs see. */
final class Portrait {
    private static final int MOST_EVIDENCE = 256;
    private static final int MOST_AGAINST = 64;
    private static final int MOST_NAMED = 3;
    private static final int MOST_CHILDREN = 64;
    private static final Comparator<Told> IN_TIME =
            Comparator.<Told>comparingLong(told -> told.entry.first()).thenComparing(told -> told.entry.fact().id);

    private final String cluster;
    private final Topology topology;
    private final Assessor assessor;
    private final Story story;
    private final Doubts doubts;
    private final Radius radius;
    private final Sources sources;

    /** Evidence that counts, with its clause, and whether there is enough of it for what the clause says. */
    record Told(Clause clause, int number, boolean holds, Entry entry) {}

    Portrait(String cluster, Topology topology, Sources sources, Assessor assessor, Unsettled unsettled) {
        this.cluster = cluster;
        this.topology = topology;
        this.assessor = assessor;
        this.sources = sources;
        this.story = new Story(topology);
        this.doubts = new Doubts(topology, sources, unsettled);
        this.radius = new Radius(topology);
    }

    Incident of(Instance instance, long now) {
        var course = instance.course;
        var pattern = instance.rule.pattern;
        var told = counted(instance, now);
        var story = story(told);
        var began =
                story.isEmpty() ? course.suspectedAt : story.getFirst().entry().first();
        course.revision++;
        course.toldAt = now;
        course.news = Course.News.NONE;
        var affected = radius.of(instance, story, now);
        var incident = Incident.newBuilder()
                .setId(course.id)
                .setCluster(cluster)
                .setRevision(course.revision)
                .setPattern(pattern.name())
                .setPatternVersion(pattern.version())
                .setTitle(filled(instance.rule.title, instance, told))
                .setSummary(summary(instance, told))
                .setState(course.state)
                .setSeverity(course.severity)
                .setPivot(topology.ref(instance.pivot))
                .setBeganAt(Times.timestamp(Math.min(began, course.suspectedAt)))
                .setUpdatedAt(Times.timestamp(updated(instance)))
                .setReopenCount(course.reopened)
                .addAllStory(this.story.of(instance, story))
                .setBlastRadius(affected.hurt())
                .setConfidence(doubts.confidence(instance, told))
                .addAllMissingEvidence(doubts.missing(instance, told))
                .addAllSourceTrust(affected.witnesses())
                .addAllSourceTrust(sources.trust(told, now, Radius.MOST_WITNESSES))
                .addAllFolded(course.noise())
                .setDampedFlaps(course.dampedFlaps);
        if (course.openedAt > 0) {
            incident.setOpenedAt(Times.timestamp(course.openedAt));
        }
        if (course.isResolved()) {
            incident.setResolvedAt(Times.timestamp(course.resolvedAt));
        }
        var omitted = evidence(instance, told, incident);
        family(instance, incident);
        incident.addAllRunbooks(instance.rule.runbooks);
        course.turns().forEach(turn -> incident.addTimeline(turn.shown()));
        incident.setOmittedCount(
                (int) Math.min(Integer.MAX_VALUE, omitted + instance.evidence.omitted() + course.omittedTurns));
        instance.told = new Kept(incident.build(), affected.atRisk());
        return incident.setBlastRadius(affected.radius()).build();
    }

    /** What clauses say that hold; of an incident that began under other patterns there may be none, and it keeps its story. */
    private static List<Told> story(List<Told> told) {
        var all = new ArrayList<Told>(told.size());
        var holding = new ArrayList<Told>(told.size());
        for (var each : told) {
            if (Story.tells(each.clause().role())) {
                all.add(each);
                if (each.holds()) {
                    holding.add(each);
                }
            }
        }
        return holding.isEmpty() ? all : holding;
    }

    private List<Told> counted(Instance instance, long now) {
        var holding = assessor.holding(instance, Long.MAX_VALUE, now);
        var told = new ArrayList<Told>();
        var clauses = instance.rule.pattern.clauses();
        for (var c = 0; c < clauses.size(); c++) {
            var clause = clauses.get(c);
            var holds = (holding & 1L << c) != 0;
            if (clause.absence().isPresent()) {
                absent(instance, c, clause, told);
                continue;
            }
            var evidence = instance.evidence;
            for (var e = evidence.begin(c); e < evidence.end(c); e++) {
                if (assessor.counts(c, e)) {
                    told.add(new Told(clause, c, holds, evidence.get(e)));
                }
            }
        }
        told.sort(IN_TIME);
        return told;
    }

    /** What did not come is told by what it was awaited after. */
    private void absent(Instance instance, int number, Clause clause, List<Told> told) {
        var since = clause.absence().orElseThrow().since();
        for (var e = instance.evidence.begin(since); e < instance.evidence.end(since); e++) {
            if (assessor.counts(number, -1 - e)) {
                told.add(new Told(clause, number, true, instance.evidence.get(e)));
            }
        }
    }

    private String summary(Instance instance, List<Told> told) {
        var fixed = instance.rule.fixedSummary;
        return fixed != null ? fixed : filled(instance.rule.summary, instance, told);
    }

    private String filled(Template template, Instance instance, List<Told> told) {
        return template.render(name -> switch (name) {
            case "pivot" -> RefText.of(topology.ref(instance.pivot));
            case "causes" -> subjects(told, Role.CAUSE);
            case "symptoms" -> subjects(told, Role.SYMPTOM);
            case "affected" -> links(told);
            default -> "";
        });
    }

    private String subjects(List<Told> told, Role role) {
        var names = new LinkedHashSet<String>();
        for (var each : told) {
            if (each.clause().role() == role) {
                names.add(RefText.of(topology.ref(each.entry().subject)));
            }
        }
        return named(names);
    }

    private String links(List<Told> told) {
        var names = new LinkedHashSet<String>();
        for (var each : told) {
            if (each.entry().link >= 0) {
                names.add(RefText.of(topology.ref(each.entry().link)));
            }
        }
        return named(names);
    }

    private static String named(Set<String> names) {
        if (names.isEmpty()) {
            return "nothing yet";
        }
        var shown = new StringJoiner(", ");
        var left = MOST_NAMED;
        for (var name : names) {
            if (left-- > 0) {
                shown.add(name);
            }
        }
        return names.size() > MOST_NAMED ? shown + " and " + (names.size() - MOST_NAMED) + " more" : shown.toString();
    }

    /** Returns how many did not fit. */
    private long evidence(Instance instance, List<Told> told, Incident.Builder incident) {
        var omitted = 0L;
        var against = doubts.speakingAgainst(instance);
        for (var each : told) {
            var evidence = ref(each);
            if (each.clause().role() == Role.RECOVERY || (against & 1L << each.number()) != 0) {
                if (incident.getEvidenceAgainstCount() < MOST_AGAINST) {
                    incident.addEvidenceAgainst(evidence);
                    continue;
                }
            } else if (incident.getEvidenceCount() < MOST_EVIDENCE) {
                incident.addEvidence(evidence);
                continue;
            }
            omitted++;
        }
        return omitted;
    }

    private EvidenceRef ref(Told told) {
        if (told.clause().absence().isPresent()) {
            return draw(told);
        }
        var known = told.entry().shown;
        if (known == null) {
            known = draw(told);
            told.entry().shown = known;
        }
        return known;
    }

    private EvidenceRef draw(Told told) {
        var fact = told.entry().fact();
        var evidence = EvidenceRef.newBuilder()
                .setEventId(fact.id)
                .setKind(fact.kind.name())
                .setSubject(fact.subject(topology))
                .setOccurredAt(fact.occurredAt())
                .setClause(told.clause().name())
                .setCount(told.entry().total());
        told.clause()
                .absence()
                .ifPresent(absence -> evidence.setNote("nothing of it came for "
                        + Times.spoken(absence.deadline().toMillis())));
        if (told.entry().assumed()) {
            evidence.setNote("its place was learned only later, or had just ended: assumed");
        }
        return evidence.build();
    }

    private static void family(Instance instance, Incident.Builder incident) {
        if (instance.parent != null) {
            incident.setParentId(instance.parent.course.id);
        }
        if (instance.course.children().isEmpty()) {
            return;
        }
        instance.course.children().stream()
                .map(child -> child.course.id)
                .filter(id -> !id.isEmpty())
                .sorted()
                .limit(MOST_CHILDREN)
                .forEach(incident::addChildIds);
    }

    private static long updated(Instance instance) {
        var turns = instance.course.turns();
        return Math.max(
                instance.evidence.newest(),
                turns.isEmpty() ? 0 : turns.getLast().at());
    }
}
