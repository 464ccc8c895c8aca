package dev.sentinel.correlator.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Source;
import dev.sentinel.v1.SourceTrust;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an incident says of those who told it, and what becomes of one source too many. */
final class SourcesTest {
    private static final int MOST = 65_536;
    private static final Pattern FAILED = World.pattern("""
            pattern: failed
            version: "1"
            title: "{pivot} loses replicas"
            summary: "A pattern of a test."
            pivot: longhorn.replica
            window: 1h
            evidence:
              failed:
                role: symptom
                kinds: [longhorn.replica.failed]
                paths: [longhorn.replica]
            open: failed
            severity:
              - {is: error}
            """);

    private final Engine engine = new Engine("lab", List.of(FAILED), Limits.DEFAULT);

    @Test
    void a_clock_that_is_an_hour_ahead_is_shown_and_its_time_is_not_believed() {
        var fact = new World().replicaFails(ofMinutes(1), "r1", "v1").facts.getFirst();
        var told = engine.accept(fromTheFuture(fact.event()), fact.acceptedAt());

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().getSourceTrustList())
                .extracting(SourceTrust::getSource, SourceTrust::getReason)
                .containsExactly(tuple(
                        "longhorn/one",
                        "its clock is ahead by " + Times.spoken(ofHours(1).toMillis())));
        // It happened by the time at which it was accepted, give or take a few minutes.
        assertThat(told.getFirst().getOpenedAt().getSeconds())
                .isLessThanOrEqualTo(fact.acceptedAt().plusSeconds(300).getEpochSecond());
    }

    @Test
    void a_clock_that_is_right_again_is_forgotten_after_some_time() {
        var world = new World().replicaFails(ofMinutes(1), "r1", "v1");
        var first = world.facts.getFirst();
        engine.accept(fromTheFuture(first.event()), first.acceptedAt());
        var later = new World();
        for (var minute = 2; minute <= 30; minute++) {
            later.beats(ofMinutes(minute));
        }
        later.replicaFails(ofMinutes(31), "r2", "v1");
        var told = later.told(engine, ofMinutes(32));

        assertThat(told.stream().filter(each -> each.getPivot().getName().equals("r2")))
                .isNotEmpty()
                .allSatisfy(incident -> assertThat(incident.getSourceTrustList())
                        .extracting(SourceTrust::getReason)
                        .noneMatch(reason -> reason.contains("ahead")));
    }

    /** Sources are looked at a few together; who asks must not notice. */
    @Test
    void whoever_told_it_is_named_at_once_however_many_were_heard_before() {
        for (var before = 0; before < 70; before++) {
            var engine = new Engine("lab", List.of(FAILED), Limits.DEFAULT);
            var world = new World().beats(ofMinutes(1)).replicaFails(ofMinutes(2), "r1", "v1");
            var beat = world.facts.getFirst();
            for (var i = 0; i < before; i++) {
                engine.accept(from("node-" + i, beat.event()), beat.acceptedAt());
            }
            var fact = world.facts.getLast();
            var told = engine.accept(from("teller", fact.event()), fact.acceptedAt());

            assertThat(told).hasSize(1);
            assertThat(told.getFirst().getSourceTrustList())
                    .extracting(SourceTrust::getSource)
                    .as("after " + before)
                    .containsExactly("longhorn/teller");
        }
    }

    @Test
    void one_source_too_many_is_said_and_what_it_tells_is_not_lost() {
        var world = new World().beats(ofMinutes(1)).replicaFails(ofMinutes(2), "r1", "v1");
        var beat = world.facts.getFirst();
        for (var i = 0; i < MOST; i++) {
            engine.accept(from("node-" + i, beat.event()), beat.acceptedAt());
        }
        assertThat(engine.vitals().boundsHit()).doesNotContainKey("sources");
        var fact = world.facts.getLast();
        var told = engine.accept(from("one-too-many", fact.event()), fact.acceptedAt());

        assertThat(told).extracting(Incident::getState).containsExactly(IncidentState.INCIDENT_STATE_OPEN);
        assertThat(told.getFirst().getEvidenceList()).hasSize(1);
        assertThat(engine.vitals().boundsHit()).containsEntry("sources", 1L);
    }

    private static Event fromTheFuture(Event event) {
        var ahead = Timestamp.newBuilder()
                .setSeconds(event.getOccurredAt().getSeconds() + ofHours(1).toSeconds())
                .build();
        return event.toBuilder().setOccurredAt(ahead).setObservedAt(ahead).build();
    }

    private static Event from(String instance, Event event) {
        return event.toBuilder()
                .setSource(Source.newBuilder().setCollector("longhorn").setInstance(instance))
                .build();
    }
}
