package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.PostgresServer;
import dev.sentinel.harness.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two correlators on one PostgreSQL and one RabbitMQ, and a kill -9 of the active one in the middle of a story. */
final class HandedOverTest {

    private static final String PATTERN = "new-node-poisons-telemetry";
    private static final String NODE = "agent-4";
    private static final String VOLUME = "pvc-1";
    // A suspicion of yesterday would be over before it is read.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(12));

    @TempDir
    Path folder;

    @Test
    void the_other_one_tells_one_complete_story() throws IOException {
        AmqpAddress broker = Shared.rabbit().freshVirtualHost();
        PostgresServer.Database database = Shared.postgres().freshDatabase();
        Home one = Home.on(Files.createDirectory(folder.resolve("one")), broker, database);
        Home two = Home.on(Files.createDirectory(folder.resolve("two")), broker, database);
        try (Running first = Running.start(one.start("correlate"));
                ChildJvm watching = two.start("incidents", "watch", "-o", "json")) {
            watching.awaitLine(line -> line.contains("watching incidents"), Home.PATIENCE);
            try (Running second = Running.start(two.start("correlate"))) {
                publish(two, "beginning", List.of(topology(), joined(), replicaFailed()));
                // What is heard was in the store before.
                watching.awaitLine(
                        line -> line.contains(PATTERN) && line.contains("INCIDENT_STATE_SUSPECTED"), Home.PATIENCE);
                first.kill();
                publish(two, "end", List.of(stale()));
                watching.awaitLine(
                        line -> line.contains(PATTERN) && line.contains("INCIDENT_STATE_OPEN"), Home.PATIENCE);
                String incidents = incidents(two);
                assertThat(incidents).contains("\"state\":\"open\"");
                assertThat(incidents.split("\"id\":", -1)).as(incidents).hasSize(2);
                String story = two.command("explain", id(incidents)).succeeded().out();
                assertThat(story).contains(NODE, "cause", "mechanism", "symptom");
                assertThat(second.stop()).isZero();
            }
        }
    }

    private static String id(String incident) {
        Matcher id = Pattern.compile("\"id\":\"(inc-[0-9a-f]+)\"").matcher(incident);
        assertThat(id.find()).as(incident).isTrue();
        return id.group(1);
    }

    private static String incidents(Home home) {
        return home.command("incidents", "list", "-o", "json")
                .succeeded()
                .out()
                .lines()
                .filter(line -> line.contains(PATTERN))
                .collect(Collectors.joining("\n"));
    }

    private static void publish(Home home, String name, List<String> events) {
        String lines = IntStream.range(0, events.size())
                .mapToObj(i -> events.get(i).replaceFirst("\\{", "{\"id\":\"%s\",".formatted(id(name, i))))
                .collect(Collectors.joining("\n", "", "\n"));
        home.command("publish", home.file(name + ".jsonl", lines).toString()).succeeded();
    }

    private static String id(String name, int number) {
        return String.format(Locale.ROOT, "01920000-0000-7000-8000-%04x%08x", name.length(), number);
    }

    private String topology() {
        return event(
                0,
                "SEVERITY_INFO",
                "sentinel.site",
                "",
                "home",
                "\"topology\":{\"scope\":\"home\",\"edges\":["
                        + String.join(
                                ",",
                                edge(
                                        "STORED_ON",
                                        "prometheus.server",
                                        "monitoring/k8s-0",
                                        "kubernetes.persistent_volume_claim",
                                        "monitoring/data-0"),
                                edge(
                                        "BOUND_TO",
                                        "kubernetes.persistent_volume_claim",
                                        "monitoring/data-0",
                                        "kubernetes.persistent_volume",
                                        "/" + VOLUME),
                                edge(
                                        "IS",
                                        "kubernetes.persistent_volume",
                                        "/" + VOLUME,
                                        "longhorn.volume",
                                        "longhorn-system/" + VOLUME),
                                edge(
                                        "HAS",
                                        "longhorn.volume",
                                        "longhorn-system/" + VOLUME,
                                        "longhorn.replica",
                                        "longhorn-system/r-1"),
                                edge(
                                        "ON",
                                        "longhorn.replica",
                                        "longhorn-system/r-1",
                                        "longhorn.disk",
                                        "longhorn-system/d-1"),
                                edge("PART_OF", "longhorn.disk", "longhorn-system/d-1", "kubernetes.node", "/" + NODE))
                        + "]}");
    }

    private static String edge(String kind, String fromKind, String from, String toKind, String to) {
        return "{\"kind\":\"EDGE_KIND_%s\",\"from\":%s,\"to\":%s,\"validFrom\":\"2026-11-01T00:00:00Z\"}"
                .formatted(kind, ref(fromKind, from), ref(toKind, to));
    }

    private static String ref(String kind, String placed) {
        String[] parts = placed.split("/", 2);
        return "{\"kind\":\"%s\",\"namespace\":\"%s\",\"name\":\"%s\"}".formatted(kind, parts[0], parts[1]);
    }

    private String joined() {
        return event(
                1,
                "SEVERITY_INFO",
                "kubernetes.node",
                "",
                NODE,
                "\"kubernetesNodeJoined\":{\"createdAt\":\"%s\",\"kubeletVersion\":\"v1.31.4\"}".formatted(start));
    }

    private String replicaFailed() {
        return event(
                5,
                "SEVERITY_ERROR",
                "longhorn.replica",
                "longhorn-system",
                "r-1",
                "\"longhornReplicaFailed\":{\"volume\":\"%s\",\"node\":\"%s\"}".formatted(VOLUME, NODE));
    }

    private String stale() {
        return event(
                10,
                "SEVERITY_CRITICAL",
                "prometheus.server",
                "monitoring",
                "k8s-0",
                "\"prometheusHeadStale\":{\"ageSeconds\":\"240\",\"unchangedReadings\":4,\"ready\":true}");
    }

    private String event(int minute, String severity, String kind, String namespace, String name, String detail) {
        return "{\"cluster\":\"home\",\"source\":{\"collector\":\"story\",\"instance\":\"one\"},"
                + "\"occurredAt\":\"%s\",\"severity\":\"%s\",\"subject\":%s,%s}"
                        .formatted(
                                start.plus(Duration.ofMinutes(minute)),
                                severity,
                                ref(kind, namespace + "/" + name),
                                detail);
    }
}
