package dev.sentinel.correlator.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.PrometheusHeadAdvancing;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryStep;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The headline story and what may happen around it. */
final class EngineTest {
    private static final String TO_THE_NODE = "-has-> longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node";
    private static final String TO_THE_VOLUME =
            "prometheus.server -stored_on-> kubernetes.persistent_volume_claim -bound_to-> kubernetes.persistent_volume -is-> longhorn.volume!";
    private static final Pattern HEADLINE =
            World.pattern("""
            pattern: new-node
            version: "1"
            title: "{pivot} broke {symptoms}"
            summary: "A node that just joined holds replicas that fail."
            pivot: kubernetes.node
            window: 72h
            evidence:
              joined:
                role: cause
                kinds: [kubernetes.node.joined]
                paths: [kubernetes.node]
                say: "{subject} joined"
              replica_failed:
                role: mechanism
                kinds: [longhorn.replica.failed]
                paths: ["longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node"]
                link: ["longhorn.replica <-has- longhorn.volume"]
                after: joined
                within: 48h
                say: "{subject} of {fact.volume} failed"
              stale:
                role: symptom
                kinds: [prometheus.head.stale]
                paths: ["%s %s"]
                after: replica_failed
                same_as: replica_failed
                within: 30m
              advancing:
                role: recovery
                recovers: stale
                kinds: [prometheus.head.advancing]
                paths: ["%s %s"]
            suspect: joined and replica_failed
            open: joined and replica_failed and stale
            severity:
              - {is: critical, when: stale}
              - {is: warning}
            confidence:
              start: 0.6
              weights:
                - {when: replica_failed, by: 0.3, because: "the storage layer says so itself"}
            resolve: {quiet: 30m, reopen: 12h}
            fold:
              - kinds: [alert]
                when: 'fact.about_absence'
                within: 15m
                why: "absent() fires while Prometheus is mute"
            runbooks:
              - {name: quarantine-node, why: "it must take no more replicas"}
            """.formatted(TO_THE_VOLUME, TO_THE_NODE, TO_THE_VOLUME, TO_THE_NODE));

    private static final String[] CLUSTER = {
        "prometheus.server/monitoring/p0 -stored_on-> kubernetes.persistent_volume_claim/monitoring/data -bound_to->"
                + " kubernetes.persistent_volume/pv1 -is-> longhorn.volume/v1 -has-> longhorn.replica/r1 -on->"
                + " longhorn.disk/d4 -part_of-> kubernetes.node/agent-4",
        "longhorn.volume/v1 -has-> longhorn.replica/r2 -on-> longhorn.disk/d1 -part_of-> kubernetes.node/agent-1",
        "longhorn.volume/v2 -has-> longhorn.replica/r9 -on-> longhorn.disk/d4"
    };

    private static World headline() {
        return new World()
                .knows(CLUSTER)
                .joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(40), "r1", "v1")
                .stale(ofMinutes(42), "monitoring/p0");
    }

    private static List<Incident> told(World world, Duration until) {
        return world.told(new Engine("lab", List.of(HEADLINE), Limits.DEFAULT), until);
    }

    @Test
    void tells_the_headline_with_its_cause_and_the_way_it_went() {
        var told = told(headline(), ofMinutes(45));

        assertThat(told)
                .extracting(Incident::getState)
                .containsExactly(IncidentState.INCIDENT_STATE_SUSPECTED, IncidentState.INCIDENT_STATE_OPEN);
        var incident = told.getLast();
        assertThat(incident.getTitle()).isEqualTo("node agent-4 broke server monitoring/p0");
        assertThat(incident.getSeverity()).isEqualTo(Severity.SEVERITY_CRITICAL);
        assertThat(incident.getPivot().getName()).isEqualTo("agent-4");
        assertThat(incident.getConfidence().getScore()).isEqualTo(0.9);
        assertThat(incident.getStoryList())
                .extracting(step -> step.getSentence())
                .containsExactly(
                        "node agent-4 joined",
                        "replica r1 of v1 failed",
                        "server monitoring/p0: prometheus head stale");
        assertThat(incident.getStory(2).getPathList()).hasSize(6);
        assertThat(incident.getOpenedAt().getSeconds()).isEqualTo(World.DAWN.getEpochSecond() + 42 * 60);
        assertThat(incident.getRunbooksList())
                .extracting(answer -> answer.getRunbook())
                .containsExactly("quarantine-node");
        assertThat(incident.getBlastRadius().getVolumeCount()).isEqualTo(2);
        assertThat(told).extracting(Incident::getId).containsOnly(incident.getId());
        assertThat(told).extracting(Incident::getRevision).containsExactly(1L, 2L);
    }

    @Test
    void lists_what_is_at_risk_as_people_count_it_and_what_failed_whatever_it_is() {
        var radius = told(headline(), ofMinutes(45)).getLast().getBlastRadius();

        assertThat(radius.getThingsList())
                .extracting(thing -> thing.getRef().getName() + (thing.getAtRiskOnly() ? " at risk" : ""))
                .as("neither the replicas and disks between nor the claim")
                .containsExactly("p0", "v1", "v2 at risk");
        assertThat(radius.getNodeCount()).isEqualTo(1);
        assertThat(radius.getVolumeCount()).isEqualTo(2);
        assertThat(radius.getWorkloadCount()).isEqualTo(1);
        assertThat(radius.getOmittedCount()).isZero();
    }

    @Test
    void lists_what_is_between_when_nothing_else_is_at_risk() {
        var alone = new World()
                .knows("longhorn.replica/r1 -on-> longhorn.disk/d4 -part_of-> kubernetes.node/agent-4")
                .joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(40), "r1", "v1");

        assertThat(told(alone, ofMinutes(45)).getLast().getBlastRadius().getThingsList())
                .extracting(thing -> thing.getRef().getName())
                .containsExactly("d4", "r1");
    }

    @Test
    void stays_silent_when_the_stale_server_stands_on_another_volume() {
        var world = new World()
                .knows(CLUSTER)
                .joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(40), "r9", "v2")
                .stale(ofMinutes(42), "monitoring/p0");

        assertThat(told(world, ofHours(2)))
                .extracting(Incident::getState)
                .doesNotContain(IncidentState.INCIDENT_STATE_OPEN);
    }

    @Test
    void stays_silent_when_the_node_is_old_or_the_order_is_another() {
        assertThat(told(
                        new World()
                                .knows(CLUSTER)
                                .replicaFails(ofMinutes(40), "r1", "v1")
                                .stale(ofMinutes(42), "monitoring/p0"),
                        ofHours(2)))
                .isEmpty();
        assertThat(told(
                        new World()
                                .knows(CLUSTER)
                                .replicaFails(ofMinutes(40), "r1", "v1")
                                .stale(ofMinutes(42), "monitoring/p0")
                                .joins(ofMinutes(50), "agent-4"),
                        ofHours(2)))
                .isEmpty();
    }

    @Test
    void evidence_waits_for_the_edge_that_tells_where_it_belongs() {
        var world = new World()
                .knows(CLUSTER[0].substring(CLUSTER[0].indexOf("kubernetes.persistent_volume/")))
                .joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(40), "r1", "v1")
                .stale(ofMinutes(42), "monitoring/p0")
                .knows(ofMinutes(50), CLUSTER);

        var told = told(world, ofMinutes(51));

        assertThat(told.getLast().getState()).isEqualTo(IncidentState.INCIDENT_STATE_OPEN);
    }

    @Test
    void is_monitored_when_the_head_advances_resolved_when_quiet_and_reopened_when_it_comes_back() {
        var world = headline()
                .advances(ofMinutes(60), "monitoring/p0")
                .beats(ofMinutes(95))
                .replicaFails(ofMinutes(200), "r1", "v1")
                .stale(ofMinutes(201), "monitoring/p0");

        var told = told(world, ofMinutes(202));

        assertThat(told)
                .extracting(Incident::getState)
                .containsSubsequence(
                        IncidentState.INCIDENT_STATE_OPEN,
                        IncidentState.INCIDENT_STATE_MONITORING,
                        IncidentState.INCIDENT_STATE_RESOLVED,
                        IncidentState.INCIDENT_STATE_REOPENED);
        assertThat(told.getLast().getReopenCount()).isEqualTo(1);
        assertThat(told)
                .extracting(Incident::getId)
                .containsOnly(told.getFirst().getId());
    }

    @Test
    void what_comes_back_much_later_is_another_incident() {
        var world = headline()
                .advances(ofMinutes(60), "monitoring/p0")
                .replicaFails(ofHours(20), "r1", "v1")
                .stale(ofHours(20).plusMinutes(1), "monitoring/p0");

        var told = told(world, ofHours(21));

        assertThat(told.getLast().getState()).isEqualTo(IncidentState.INCIDENT_STATE_OPEN);
        assertThat(told.getLast().getId()).isNotEqualTo(told.getFirst().getId());
    }

    @Test
    void what_is_long_over_when_it_is_heard_of_is_told_once() {
        var engine = new Engine("lab", List.of(HEADLINE), Limits.DEFAULT);
        var told = new java.util.ArrayList<Incident>();
        var months = Duration.ofDays(100);
        for (var fact : headline().advances(ofMinutes(60), "monitoring/p0").facts) {
            told.addAll(engine.accept(fact.event(), fact.acceptedAt().plus(months)));
        }
        told.addAll(engine.advance(World.DAWN.plus(months).plus(ofHours(100))));

        assertThat(told)
                .extracting(Incident::getId)
                .containsOnly(told.getFirst().getId());
        assertThat(told.getLast().getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
    }

    @Test
    void absent_alerts_are_folded_and_counted() {
        var world = headline();
        for (var i = 0; i < 21; i++) {
            world.absentAlert(ofMinutes(41).plusSeconds(10L * i), "Absent" + i);
        }

        var told = told(world, ofMinutes(50));

        assertThat(told.getLast().getFolded(0).getCount()).isEqualTo(21);
        assertThat(told.getLast().getFolded(0).getExampleNamesList())
                .contains("Absent0")
                .hasSize(16);
    }

    @Test
    void repeated_evidence_is_counted_and_told_every_half_minute_at_most() {
        var world = headline();
        for (var i = 1; i <= 600; i++) {
            world.stale(ofMinutes(42).plusSeconds(i), "monitoring/p0");
        }

        var told = told(world, ofMinutes(60));

        assertThat(told.size()).isLessThan(30);
        assertThat(told.getLast().getEvidenceList())
                .anySatisfy(each -> assertThat(each.getCount()).isEqualTo(601));
    }

    @Test
    void a_suspicion_outlasts_the_quiet_and_tells_its_small_news_each_hour() {
        var world = new World()
                .knows(CLUSTER)
                .joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(40), "r1", "v1")
                .replicaFails(ofMinutes(50), "r1", "v1")
                .replicaFails(ofMinutes(55), "r1", "v1");

        assertThat(told(world, ofMinutes(99))).hasSize(1);
        var told = told(world, ofHours(4));
        assertThat(told)
                .extracting(Incident::getState)
                .containsExactly(IncidentState.INCIDENT_STATE_SUSPECTED, IncidentState.INCIDENT_STATE_SUSPECTED);
        assertThat(told.getLast().getEvidenceList())
                .anySatisfy(evidence -> assertThat(evidence.getCount()).isEqualTo(3));
        assertThat(told(world, ofHours(14)).getLast().getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
    }

    @Test
    void a_suspicion_that_was_over_opens_at_once_when_it_comes_true() {
        var world = new World()
                .knows(CLUSTER)
                .joins(ofMinutes(1), "agent-4")
                .replicaFails(ofMinutes(40), "r1", "v1")
                .replicaFails(ofHours(14), "r1", "v1")
                .stale(ofHours(14).plusMinutes(2), "monitoring/p0");

        assertThat(told(world, ofHours(14).plusMinutes(3)))
                .extracting(Incident::getState)
                .startsWith(IncidentState.INCIDENT_STATE_SUSPECTED, IncidentState.INCIDENT_STATE_RESOLVED)
                .endsWith(IncidentState.INCIDENT_STATE_OPEN);
    }

    @Test
    void a_server_that_flaps_is_held_open() {
        var world = headline();
        for (var i = 1; i <= 6; i++) {
            world.advances(ofMinutes(43 + 2 * i), "monitoring/p0").stale(ofMinutes(44 + 2 * i), "monitoring/p0");
        }

        var told = told(world, ofMinutes(60));

        assertThat(told.getLast().getDampedFlaps()).isGreaterThanOrEqualTo(3);
        assertThat(told.stream()
                        .filter(each -> each.getState() == IncidentState.INCIDENT_STATE_MONITORING)
                        .count())
                .isLessThanOrEqualTo(3);
    }

    @Test
    void a_server_that_flapped_is_open_in_whatever_order_that_is_heard() {
        var world = headline();
        for (var i = 1; i <= 4; i++) {
            world.advances(ofMinutes(43).plusSeconds(20L * i), "monitoring/p0")
                    .stale(ofMinutes(43).plusSeconds(20L * i + 10), "monitoring/p0");
        }
        world.advances(ofMinutes(43).plusSeconds(100), "monitoring/p0");

        assertThat(LongStream.range(0, 40)
                        .mapToObj(seed -> told(world.shuffled(seed, ofSeconds(59)), ofMinutes(50))
                                .getLast()
                                .getState()))
                .containsOnly(IncidentState.INCIDENT_STATE_OPEN);
    }

    @Test
    void what_is_said_of_several_is_not_told_of_the_first() {
        var pattern = World.pattern("""
                pattern: often
                version: "1"
                title: "{pivot} loses replicas"
                summary: "A pattern of a test."
                pivot: kubernetes.node
                window: 24h
                evidence:
                  joined:
                    role: cause
                    kinds: [kubernetes.node.joined]
                    paths: [kubernetes.node]
                  failed:
                    role: symptom
                    kinds: [longhorn.replica.failed]
                    paths: ["longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node"]
                    count: {at_least: 3, span: 2h}
                    say: "three failed within two hours"
                open: joined
                severity:
                  - {is: error}
                """);
        var world = new World().knows(CLUSTER).joins(ofMinutes(1), "agent-4").replicaFails(ofMinutes(40), "r1", "v1");
        var once = world.told(new Engine("lab", List.of(pattern), Limits.DEFAULT), ofHours(2))
                .getLast();
        world.replicaFails(ofMinutes(50), "r1", "v1").replicaFails(ofMinutes(60), "r1", "v1");
        var often = world.told(new Engine("lab", List.of(pattern), Limits.DEFAULT), ofHours(2))
                .getLast();

        assertThat(once.getStoryList()).hasSize(1);
        assertThat(once.getEvidenceList()).hasSize(2);
        assertThat(often.getStoryList())
                .extracting(step -> step.getSentence())
                .last()
                .asString()
                .contains("three failed within two hours");
    }

    @Test
    void which_bearer_of_a_name_was_meant_is_only_told_where_the_event_told_it() {
        var told = told(headline(), ofMinutes(45)).getLast();
        var renamed = headline();
        renamed.add(
                ofMinutes(1),
                "prometheus.server/monitoring/p0",
                Severity.SEVERITY_INFO,
                Event.newBuilder().setPrometheusHeadAdvancing(PrometheusHeadAdvancing.getDefaultInstance()));
        renamed.facts.replaceAll(fact -> fact.event().hasPrometheusHeadAdvancing()
                ? new World.Fact(named(fact.event(), "uid-1"), fact.acceptedAt())
                : fact);
        renamed.facts.sort(Comparator.comparing(World.Fact::acceptedAt));

        var later = told(renamed, ofMinutes(45)).getLast();
        assertThat(later.getEvidenceList()).isEqualTo(told.getEvidenceList());
        assertThat(later.getStoryList())
                .extracting(StoryStep::getSubject)
                .isEqualTo(
                        told.getStoryList().stream().map(StoryStep::getSubject).toList());
    }

    private static Event named(Event event, String uid) {
        return event.toBuilder()
                .setSubject(event.getSubject().toBuilder().setUid(uid))
                .build();
    }

    @Test
    void the_same_facts_twice_give_the_same_bytes() {
        assertThat(told(headline().advances(ofMinutes(60), "monitoring/p0"), ofHours(3)))
                .isEqualTo(told(headline().advances(ofMinutes(60), "monitoring/p0"), ofHours(3)));
    }

    @Test
    void how_often_somebody_looks_makes_no_difference() {
        var engine = new Engine("lab", List.of(HEADLINE), Limits.DEFAULT);
        var world = headline().advances(ofMinutes(60), "monitoring/p0");
        var told = new java.util.ArrayList<Incident>();
        for (var fact : world.facts) {
            told.addAll(engine.accept(fact.event(), fact.acceptedAt()));
        }
        for (var second = 3_600; second <= 10_800; second++) {
            told.addAll(engine.advance(World.DAWN.plusSeconds(second)));
        }

        assertThat(told).isEqualTo(told(headline().advances(ofMinutes(60), "monitoring/p0"), ofHours(3)));
    }

    @Test
    void late_and_shuffled_facts_give_the_same_incident() {
        var world = headline().advances(ofMinutes(60), "monitoring/p0");
        world.absentAlert(ofMinutes(42).plusSeconds(20), "Absent");
        var inOrder = likeness(told(world, ofHours(3)).getLast());

        assertThat(LongStream.range(0, 40)
                        .mapToObj(seed -> likeness(told(world.shuffled(seed, ofSeconds(59)), ofHours(3))
                                .getLast())))
                .containsOnly(inOrder);
    }

    private static Incident likeness(Incident incident) {
        return incident.toBuilder()
                .clearRevision()
                .clearUpdatedAt()
                .clearTimeline()
                .clearSourceTrust()
                .build();
    }
}
