package dev.sentinel.responders.guards;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.trial.RunbookTest;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A question in the making: an act on a target of a healthy little cluster, until a test says otherwise. */
final class Asked {
    static final Instant NOW = RunbookTest.NOW;
    static final String HEALTHY = """
        nodes: [{name: agent-1}, {name: agent-2}, {name: agent-3}, {name: agent-4}, {name: agent-5}]
        volumes:
          - {name: pvc-1, wanted: 2, copies: [agent-1, agent-4], claim: monitoring/data-0, on: agent-1}
          - {name: pvc-2, wanted: 2, copies: [agent-2, agent-3], claim: logging/loki-0, on: agent-2}
        workloads:
          - {ref: kubernetes.statefulset/monitoring/prometheus, claims: [data-0], pods: [prometheus-0]}
          - {ref: kubernetes.statefulset/logging/loki, claims: [loki-0], pods: [loki-0]}
        """;

    private final String action;
    private final Ref target;
    private Arguments arguments = Arguments.none();
    private Situation situation = Worlds.of(HEALTHY);
    private Sight.Standing stands = Sight.Standing.OTHERWISE;
    private Map<String, String> facts = Map.of();
    private Optional<ObservedTarget> planned = Optional.empty();
    private Optional<String> planId = Optional.empty();
    private Optional<Incident> incident = Optional.empty();
    private Optional<String> pausedBecause = Optional.empty();
    private List<Ref> quarantined = List.of();
    private List<Ref> busy = List.of();
    private List<Ref> own = List.of();
    private List<Standing.Distrust> distrusted = List.of();
    private int actsAnHour = 10;
    private final List<Standing.Act> acts = new ArrayList<>();

    private Asked(String action, String target) {
        this.action = action;
        this.target = Worlds.ref(target);
    }

    static Asked about(String action, String target) {
        return new Asked(action, target);
    }

    Asked with(Arguments given) {
        arguments = given;
        return this;
    }

    Asked in(String yaml) {
        situation = Worlds.of(yaml);
        return this;
    }

    Asked unread(String what) {
        return in(HEALTHY + "unread: [" + what + "]\n");
    }

    Asked stands(Sight.Standing standing) {
        stands = standing;
        return this;
    }

    Asked seen(Map<String, String> now) {
        facts = now;
        return this;
    }

    Asked planned(String uid, Map<String, String> then) {
        planned = Optional.of(observed(uid, then));
        return this;
    }

    Asked ofPlan(String id) {
        planId = Optional.of(id);
        return this;
    }

    Asked about(Incident what) {
        incident = Optional.of(what);
        return this;
    }

    Asked paused(String why) {
        pausedBecause = Optional.of(why);
        return this;
    }

    Asked quarantined(String... refs) {
        quarantined = List.of(refs).stream().map(Worlds::ref).toList();
        return this;
    }

    Asked busy(String... refs) {
        busy = List.of(refs).stream().map(Worlds::ref).toList();
        return this;
    }

    Asked own(String... refs) {
        own = List.of(refs).stream().map(Worlds::ref).toList();
        return this;
    }

    Asked distrusted(String what) {
        distrusted = List.of(new Standing.Distrust(what, NOW.minus(Duration.ofDays(40)), "it was on again"));
        return this;
    }

    Asked budget(int most) {
        actsAnHour = most;
        return this;
    }

    Asked after(String what, String on, Duration ago, String plan) {
        acts.add(new Standing.Act(what, Worlds.ref(on), NOW.minus(ago), "incident-1", plan));
        return this;
    }

    Judgement by(Guard guard) {
        return guard.judge(question());
    }

    Question question() {
        return new Question(
                new Order("lab", action, target, arguments),
                new Sight(observed(target.getUid(), facts), stands, Optional.empty()),
                planned,
                planId,
                incident,
                situation,
                new Standing(
                        pausedBecause,
                        acts,
                        quarantined,
                        busy,
                        own,
                        distrusted,
                        new Standing.Bounds(
                                actsAnHour,
                                0.4,
                                0.5,
                                1,
                                Duration.ofHours(12),
                                Duration.ofMinutes(10),
                                List.of("sentinel.io/exclude"))),
                NOW);
    }

    private ObservedTarget observed(String uid, Map<String, String> seen) {
        return ObservedTarget.newBuilder()
                .setRef(target.toBuilder().setUid(uid))
                .setObservedAt(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()))
                .putAllFacts(seen)
                .build();
    }
}
