package dev.sentinel.collectors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Cost;
import dev.sentinel.collectors.Hostile;
import dev.sentinel.collectors.Recorded;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogReadingTest {
    private static final Instant NOW = Instant.parse("2026-02-21T12:00:00Z");
    private static final Facts FACTS = new Facts(new Witness("berlin", "logs", "agent-4"));
    private static final List<String> FILES =
            List.of("logs/prometheus.lines", "logs/stores.lines", "logs/longhorn.lines");

    private final LogReading reading = new LogReading(shipped(), FACTS, LogReadingTest::replicaAt);

    @ParameterizedTest
    @ValueSource(strings = {"logs/prometheus.lines", "logs/stores.lines", "logs/longhorn.lines"})
    void reads_recorded_lines(String file) {
        Recorded.check(Recorded.cases(file), this::read);
    }

    @Test
    void two_hundred_lines_are_recorded_of_which_eighty_are_harmless() {
        List<Recorded.Case> all = Stream.of(
                        FILES,
                        List.of(
                                "kernel/block.lines",
                                "kernel/filesystems.lines",
                                "kernel/paths.lines",
                                "csi/format.lines"))
                .flatMap(List::stream)
                .flatMap(file -> Recorded.cases(file).stream())
                .toList();

        assertThat(all).hasSizeGreaterThanOrEqualTo(200);
        assertThat(all.stream().filter(each -> each.becomes().equals(List.of("nothing"))))
                .hasSizeGreaterThanOrEqualTo(80);
    }

    @Test
    void a_line_reads_the_same_in_every_envelope() {
        String line =
                "level=error ts=2026-02-21T03:45:11Z msg=\"Scrape commit failed\" err=\"write to WAL: log samples: write /prometheus/wal/00000042: input/output error\"";
        String json = line.replace("\"", "\\\"");
        List<Entry> entries = List.of(
                Envelope.CRI.open(Hostile.utf8("2026-02-21T03:45:12Z stderr F " + line)),
                Envelope.DOCKER.open(Hostile.utf8(
                        "{\"log\":\"" + json + "\\n\",\"stream\":\"stderr\",\"time\":\"2026-02-21T03:45:12Z\"}")),
                Envelope.JOURNAL.open(
                        Hostile.utf8("{\"MESSAGE\":\"" + json + "\",\"__REALTIME_TIMESTAMP\":\"1771645512000000\"}")),
                Envelope.PLAIN.open(Hostile.utf8(line + "\r\n")));

        assertThat(entries.stream().map(each -> reading.read(each, origin("prometheus"), NOW)))
                .allSatisfy(sightings -> assertThat(sightings).hasSize(1))
                .extracting(sightings -> sightings.getFirst().event().getId())
                .containsOnly(reading.read(entries.getFirst(), origin("prometheus"), NOW)
                        .getFirst()
                        .event()
                        .getId());
    }

    @Test
    void the_time_of_the_line_counts_then_that_of_the_envelope_then_that_of_the_reading() {
        assertThat(occurred("2026-02-21T03:45:12Z stdout F ts=2026-02-21T03:45:11Z msg=\"TSDB started\""))
                .isEqualTo("2026-02-21T03:45:11Z");
        assertThat(occurred("2026-02-21T03:45:12Z stdout F level=info msg=\"TSDB started\""))
                .isEqualTo("2026-02-21T03:45:12Z");
        assertThat(occurred("level=info msg=\"TSDB started\"")).isEqualTo(NOW.toString());
        assertThat(occurred("level=info ts=1969-01-01T00:00:00Z msg=\"TSDB started\""))
                .isEqualTo(NOW.toString());
        assertThat(occurred("level=info ts=2999-01-01T00:00:00Z msg=\"TSDB started\""))
                .isEqualTo(NOW.toString());
    }

    @Test
    void what_the_manager_repeats_of_a_dead_process_is_the_same_fact() {
        Event first = read(
                        "longhorn-instance-manager",
                        "[pvc-1-e-0] time=\"2026-02-21T03:45:02Z\" level=error msg=\"R/W Timeout. No response received in 8s\"")
                .getFirst();
        Event repeated = read(
                        "longhorn-manager",
                        "time=\"2026-02-21T03:50:00Z\" level=warning msg=\"pvc-1-e-0: time=\\\"2026-02-21T03:45:02Z\\\" level=error msg=\\\"R/W Timeout. No response received in 8s\\\"\"")
                .getFirst();

        assertThat(repeated.getId()).isEqualTo(first.getId());
    }

    @Test
    void hostile_lines_never_throw_and_become_sound_events_or_nothing() {
        Hostile hostile = new Hostile(20260221);
        List<Recorded.Case> cases =
                FILES.stream().flatMap(file -> Recorded.cases(file).stream()).toList();
        for (int i = 0; i < 4_000; i++) {
            Recorded.Case each = cases.get(i % cases.size());
            List<Event> events = read(each.program(), hostile.mutated(each.line()));
            if (i % 10 == 0) {
                events.forEach(Recorded::isSound);
            }
            for (Envelope envelope : Envelope.values()) {
                envelope.open(hostile.bytes());
                envelope.open(Hostile.utf8(hostile.mutated("2026-02-21T03:45:12Z stderr F x")));
                envelope.open(Hostile.utf8(hostile.mutated("{\"log\":\"a\\n\",\"MESSAGE\":[65,66],\"time\":\"x\"}")));
            }
        }
    }

    @Test
    void a_huge_line_is_read_to_a_bound() {
        for (String beginning : List.of(
                "level=error msg=\"Scrape commit failed\" err=\"write to WAL: log samples: ",
                "{\"level\":\"error\",\"msg\":\"Scrape commit failed\",\"err\":\"write to WAL: ",
                "I1009 22:03:09.074452       1 x.go:1] ")) {
            List<String> huge = Hostile.huge(beginning);
            assertThat(Cost.dearest(huge, line -> read("prometheus", line)))
                    .as(beginning)
                    .isLessThan(Cost.OF_A_BOUNDED_LINE);
        }
    }

    private String occurred(String raw) {
        Envelope envelope = raw.startsWith("20") ? Envelope.CRI : Envelope.PLAIN;
        Event event = reading.read(envelope.open(Hostile.utf8(raw)), origin("prometheus"), NOW)
                .getFirst()
                .event();
        return Instant.ofEpochSecond(
                        event.getOccurredAt().getSeconds(),
                        event.getOccurredAt().getNanos())
                .toString();
    }

    private List<Event> read(String program, String line) {
        return reading.read(Entry.plain(line, false), origin(program), NOW).stream()
                .map(LogReading.Sighting::event)
                .toList();
    }

    private static Origin origin(String program) {
        return new Origin(
                program,
                Refs.of(program.equals("prometheus") ? "prometheus.server" : "x.server", "monitoring", program + "-0"),
                List.of(Refs.node("node-1")),
                Map.of("namespace", "longhorn-system", "pod", "im-0", "node", "node-1"));
    }

    private static Optional<String> replicaAt(String address) {
        return address.equals("10.42.3.17:10000") ? Optional.of("pvc-c6c1475a-r-1a2b3c4d") : Optional.empty();
    }

    private static Signatures shipped() {
        return switch (Signatures.load(ShippedSignatures.texts())) {
            case Signatures.Loaded.Good good -> good.signatures();
            case Signatures.Loaded.Bad bad ->
                throw new IllegalStateException(bad.faults().toString());
        };
    }
}
