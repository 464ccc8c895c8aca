package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.patterns.Template;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.PathHop;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import java.util.ArrayList;
import java.util.List;

/** Tells the evidence as sentences in the order of time: what was the cause, how it went on, what people notice. */
final class Story {
    static final int MOST_STEPS = 64;

    private final Topology topology;

    Story(Topology topology) {
        this.topology = topology;
    }

    static boolean tells(Role role) {
        return switch (role) {
            case CAUSE, MECHANISM, SYMPTOM -> true;
            case CONTEXT, RECOVERY -> false;
        };
    }

    /** The evidence comes in the order of time. When there is too much, the beginning and the end are told. */
    List<StoryStep> of(Instance instance, List<Portrait.Told> told) {
        var steps = new ArrayList<StoryStep>();
        for (var i = 0; i < told.size(); i++) {
            if (told.size() <= MOST_STEPS || i < MOST_STEPS / 2 || i >= told.size() - MOST_STEPS / 2) {
                steps.add(step(instance, told.get(i)));
            }
        }
        return steps;
    }

    /** Most steps are the same each time an incident is told. */
    private StoryStep step(Instance instance, Portrait.Told told) {
        var entry = told.entry();
        if (told.clause().absence().isPresent()) {
            return draw(instance, told, hops(instance, entry));
        }
        var known = entry.step(topology.version());
        if (known != null && !entry.changedSinceItTold()) {
            return known;
        }
        // What happens again has taken the same way.
        var drawn = draw(instance, told, known == null ? hops(instance, entry) : known.getPathList());
        entry.tells(drawn, topology.version());
        return drawn;
    }

    private static List<PathHop> hops(Instance instance, Entry entry) {
        var hops = entry.way.hops(entry.start, instance.pivot, entry.first());
        if (hops.isEmpty() || !hops.getLast().equals(instance.lastHop)) {
            instance.lastHop = hops.isEmpty() ? instance.lastHop : hops.getLast();
            return hops;
        }
        // Most ways to a pivot end with the same hop, which is kept once.
        var shared = new ArrayList<>(hops);
        shared.set(shared.size() - 1, instance.lastHop);
        return shared;
    }

    private StoryStep draw(Instance instance, Portrait.Told told, List<PathHop> path) {
        var entry = told.entry();
        var absence = told.clause().absence();
        var at = entry.first() + absence.map(each -> each.deadline().toMillis()).orElse(0L);
        var step = StoryStep.newBuilder()
                .setRole(role(told.clause().role()))
                .setSentence(sentence(instance, told))
                .setSubject(entry.fact().subject(topology))
                .setAt(entry.fact().at(at))
                .addEventIds(entry.fact().id)
                .addAllPath(path);
        if (!entry.lastId().equals(entry.fact().id)) {
            step.addEventIds(entry.lastId());
        }
        return step.build();
    }

    private String sentence(Instance instance, Portrait.Told told) {
        var clause = told.clause();
        var entry = told.entry();
        var fact = entry.fact();
        var said = clause.say().isEmpty()
                ? RefText.of(topology.ref(entry.subject)) + ": " + Template.words(fact.kind.name())
                : instance.rule.says[told.number()].render(gap -> switch (gap) {
                    case "subject" -> RefText.of(topology.ref(entry.subject));
                    case "pivot" -> RefText.of(topology.ref(instance.pivot));
                    case "link" -> entry.link < 0 ? "" : RefText.of(topology.ref(entry.link));
                    default -> Template.step(fact.kind.name(), fact.detail(), gap);
                });
        return entry.total() > 1
                ? said + " (" + entry.total() + " times within " + Times.spoken(entry.last() - entry.first()) + ")"
                : said;
    }

    private static StoryRole role(Role role) {
        return switch (role) {
            case CAUSE -> StoryRole.STORY_ROLE_CAUSE;
            case MECHANISM -> StoryRole.STORY_ROLE_MECHANISM;
            case SYMPTOM -> StoryRole.STORY_ROLE_SYMPTOM;
            case CONTEXT, RECOVERY -> StoryRole.STORY_ROLE_UNSPECIFIED;
        };
    }
}
