package dev.sentinel.correlator.engine;

import com.google.protobuf.Timestamp;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternReader;
import dev.sentinel.correlator.patterns.Reading;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.KubernetesNodeJoined;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.PrometheusHeadAdvancing;
import dev.sentinel.v1.PrometheusHeadStale;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import dev.sentinel.v1.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Facts about one small cluster, in the order in which they will be handed to an engine. */
final class World {
    static final Instant DAWN = Instant.parse("2026-02-20T18:00:00Z");
    private static final PatternReader READER = new PatternReader();

    /** One fact and when it is accepted. */
    record Fact(Event event, Instant acceptedAt) {}

    final List<Fact> facts = new ArrayList<>();
    private int numbers;

    static Pattern pattern(String yaml) {
        return switch (READER.read("test.yaml", yaml)) {
            case Reading.Good good -> good.pattern();
            case Reading.Bad bad -> throw new AssertionError(bad.problems().toString());
        };
    }

    static Ref ref(String text) {
        var parts = text.split("/");
        var ref = Ref.newBuilder().setKind(parts[0]).setName(parts[parts.length - 1]);
        return parts.length == 3 ? ref.setNamespace(parts[1]).build() : ref.build();
    }

    /** Edges as "a -on-> b -part_of-> c", there since dawn, learned after {@code at}. */
    World knows(Duration at, String... chains) {
        var topology = Topology.newBuilder().setScope("test");
        for (var chain : chains) {
            var words = chain.split(" ");
            for (var i = 0; i + 2 < words.length; i += 2) {
                var reversed = words[i + 1].startsWith("<");
                var verb = words[i + 1].replaceAll("[<>-]", "").toUpperCase(Locale.ROOT);
                topology.addEdges(Edge.newBuilder()
                        .setKind(EdgeKind.valueOf("EDGE_KIND_" + verb))
                        .setFrom(ref(words[reversed ? i + 2 : i]))
                        .setTo(ref(words[reversed ? i : i + 2]))
                        .setValidFrom(timestamp(DAWN.minusSeconds(86_400))));
            }
        }
        return add(
                at,
                "sentinel.site/test",
                Severity.SEVERITY_INFO,
                Event.newBuilder().setTopology(topology));
    }

    World knows(String... chains) {
        return knows(Duration.ZERO, chains);
    }

    World joins(Duration at, String node) {
        return add(
                at,
                "kubernetes.node/" + node,
                Severity.SEVERITY_INFO,
                Event.newBuilder()
                        .setKubernetesNodeJoined(
                                KubernetesNodeJoined.newBuilder().setCreatedAt(timestamp(DAWN.plus(at)))));
    }

    World replicaFails(Duration at, String replica, String volume) {
        return add(
                at,
                "longhorn.replica/" + replica,
                Severity.SEVERITY_ERROR,
                Event.newBuilder()
                        .setLonghornReplicaFailed(
                                LonghornReplicaFailed.newBuilder().setVolume(volume)));
    }

    World stale(Duration at, String server) {
        return add(
                at,
                "prometheus.server/" + server,
                Severity.SEVERITY_CRITICAL,
                Event.newBuilder().setPrometheusHeadStale(PrometheusHeadStale.getDefaultInstance()));
    }

    World advances(Duration at, String server) {
        return add(
                at,
                "prometheus.server/" + server,
                Severity.SEVERITY_INFO,
                Event.newBuilder().setPrometheusHeadAdvancing(PrometheusHeadAdvancing.getDefaultInstance()));
    }

    World absentAlert(Duration at, String name) {
        return add(
                at,
                "alertmanager.server/main",
                Severity.SEVERITY_ERROR,
                Event.newBuilder().setAlert(Alert.newBuilder().setName(name).setAboutAbsence(true)));
    }

    World beats(Duration at) {
        return add(
                at,
                "sentinel.collector/one",
                Severity.SEVERITY_INFO,
                Event.newBuilder().setHeartbeat(Heartbeat.newBuilder().setIntervalSeconds(30)));
    }

    World add(Duration at, String subject, Severity severity, Event.Builder event) {
        var time = DAWN.plus(at);
        facts.add(new Fact(
                event.setId(String.format(Locale.ROOT, "01920000-0000-7000-8000-%012x", ++numbers))
                        .setCluster("lab")
                        .setSource(Source.newBuilder().setCollector("longhorn").setInstance("one"))
                        .setSubject(ref(subject))
                        .setSeverity(severity)
                        .setOccurredAt(timestamp(time))
                        .setObservedAt(timestamp(time))
                        .build(),
                time));
        return this;
    }

    /** The same facts, each accepted up to {@code late} after it occurred. */
    World shuffled(long seed, Duration late) {
        var random = new Random(seed);
        var other = new World();
        for (var fact : facts) {
            other.facts.add(new Fact(fact.event(), fact.acceptedAt().plusMillis(random.nextLong(late.toMillis()))));
        }
        other.facts.sort(java.util.Comparator.comparing(Fact::acceptedAt));
        return other;
    }

    /** Everything an engine says of it, until {@code until}. */
    List<Incident> told(Engine engine, Duration until) {
        var told = new ArrayList<Incident>();
        for (var fact : facts) {
            told.addAll(engine.accept(fact.event(), fact.acceptedAt()));
        }
        told.addAll(engine.advance(DAWN.plus(until)));
        return Collections.unmodifiableList(told);
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
