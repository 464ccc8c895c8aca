package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.PostgresServer;
import dev.sentinel.harness.Shared;
import dev.sentinel.stories.Ledger.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two correlators on one PostgreSQL and one RabbitMQ, and a kill -9 of the active one in the middle of a story. */
final class HandedOverTest {

    private static final Pattern TOLD =
            Pattern.compile("\"id\":\"(inc-[0-9a-f]+)\",\"cluster\":\"([a-z0-9-]+)\".*?\"pattern\":\"([a-z0-9-]+)\"");
    // Three partitions, and more clusters than headlines.
    private static final List<String> CLUSTERS = List.of("home", "north", "south");
    private static final List<String> ELSEWHERE = List.of("home", "north", "south", "east", "west", "rack-2");
    private static final int BACKGROUND = 1_500;
    // A suspicion of yesterday would be over before it is read.
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(12));
    private final List<String> published = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void under_load_each_story_is_told_once_and_no_event_is_lost() throws IOException {
        AmqpAddress broker = Shared.rabbit().freshVirtualHost();
        PostgresServer.Database database = Shared.postgres().freshDatabase();
        Home one = Home.on(Files.createDirectory(folder.resolve("one")), broker, database);
        Home two = Home.on(Files.createDirectory(folder.resolve("two")), broker, database);
        Ledger ledger = Ledger.of(database);
        List<Headline> headlines =
                CLUSTERS.stream().map(name -> new Headline(name, start)).toList();
        try (Running first = Running.start(one.start("correlate"));
                ChildJvm watching = two.start("incidents", "watch", "-o", "json")) {
            watching.awaitLine(line -> line.contains("watching incidents"), Home.PATIENCE);
            try (Running second = Running.start(two.start("correlate"))) {
                List<String> begun = interleaved(
                        background(0),
                        headlines.stream()
                                .flatMap(headline -> headline.beginning().stream())
                                .toList());
                Home.finish(publish(two, begun)).succeeded();
                await().atMost(Home.PATIENCE)
                        .until(() -> !ledger.incidents(Headline.PATTERN).isEmpty());
                ChildJvm publishing = publish(
                        two,
                        interleaved(
                                background(BACKGROUND),
                                headlines.stream().map(Headline::stale).toList()));
                await().atMost(Home.PATIENCE).until(() -> ledger.size() > begun.size() + 50);
                first.kill();
                assertThat(ledger.rows()).hasSizeLessThan(published.size());
                Home.finish(publishing).succeeded();
                awaitOpen(ledger, CLUSTERS);
                await().atMost(Home.PATIENCE).until(() -> ledger.size() >= published.size());
                assertThat(ledger.rows()).extracting(Row::eventId).containsExactlyInAnyOrderElementsOf(published);
                assertComplete(two, ledger);
                assertThat(second.stop()).isZero();
            }
            assertThat(String.join("\n", watching.output()))
                    .contains("INCIDENT_STATE_SUSPECTED", "INCIDENT_STATE_OPEN");
            assertNoStoryHasTwoNames(watching.output(), ledger);
        }
    }

    private static void awaitOpen(Ledger ledger, List<String> clusters) {
        await().atMost(Home.PATIENCE)
                .untilAsserted(() -> assertThat(ledger.incidents(Headline.PATTERN))
                        .extracting(Ledger.Kept::cluster, Ledger.Kept::state)
                        .containsExactlyInAnyOrderElementsOf(clusters.stream()
                                .map(cluster -> tuple(cluster, "open"))
                                .toList()));
    }

    private static void assertComplete(Home home, Ledger ledger) {
        for (Ledger.Kept incident : ledger.incidents(Headline.PATTERN)) {
            String story = home.command("explain", incident.id()).succeeded().out();
            assertThat(story)
                    .as(incident.cluster())
                    .contains(Headline.NODE, "in cluster " + incident.cluster(), "cause", "mechanism", "symptom");
        }
    }

    /** Everything that was heard is kept under the id it was heard under, and each headline had one id all the time. */
    private static void assertNoStoryHasTwoNames(List<String> heard, Ledger ledger) {
        Map<String, Set<String>> ids = new HashMap<>();
        for (String line : heard) {
            var told = TOLD.matcher(line);
            assertThat(told.find()).as(line).isTrue();
            assertThat(ledger.incidents(told.group(3)))
                    .extracting(Ledger.Kept::id)
                    .contains(told.group(1));
            if (told.group(3).equals(Headline.PATTERN)) {
                ids.computeIfAbsent(told.group(2), cluster -> new HashSet<>()).add(told.group(1));
            }
        }
        assertThat(ids.keySet()).containsExactlyInAnyOrderElementsOf(CLUSTERS);
        assertThat(ids.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    }

    /** Starts to publish, each event with an id of its own. */
    private ChildJvm publish(Home home, List<String> events) {
        StringBuilder lines = new StringBuilder();
        for (String event : events) {
            String id = String.format(Locale.ROOT, "01920000-0000-7000-8000-%012x", published.size());
            published.add(id);
            lines.append(event.replaceFirst("\\{", "{\"id\":\"%s\",".formatted(id)))
                    .append('\n');
        }
        return home.start(
                "publish",
                home.file("events-" + published.size() + ".jsonl", lines.toString())
                        .toString());
    }

    /** The few, in their order and evenly, among the many. */
    private static List<String> interleaved(List<String> many, List<String> few) {
        List<String> all = new ArrayList<>(many);
        for (int i = few.size() - 1; i >= 0; i--) {
            all.add((i + 1) * many.size() / (few.size() + 1), few.get(i));
        }
        return all;
    }

    /** What is always going on: heartbeats, conditions that are well, and restarts that have nothing to do with storage. */
    private List<String> background(int from) {
        return IntStream.range(from, from + BACKGROUND).mapToObj(this::usual).toList();
    }

    private String usual(int number) {
        var elsewhere = new Headline(ELSEWHERE.get(number % ELSEWHERE.size()), start);
        String node = "worker-" + number % 7;
        int minute = number * 10 / (2 * BACKGROUND);
        return switch (number / ELSEWHERE.size() % 3) {
            case 0 ->
                elsewhere.event(
                        minute,
                        "SEVERITY_INFO",
                        "sentinel.collector",
                        "",
                        "collector-" + number % 9,
                        // Those of the cluster "home" are Sentinel's own, and are not counted.
                        elsewhere.cluster().equals("home")
                                ? "\"custom\":{\"name\":\"story.fact\"}"
                                : "\"heartbeat\":{\"intervalSeconds\":30}");
            case 1 ->
                elsewhere.event(
                        minute,
                        "SEVERITY_INFO",
                        "kubernetes.node",
                        "",
                        node,
                        "\"kubernetesNodeConditionChanged\":{\"type\":\"KUBERNETES_NODE_CONDITION_TYPE_MEMORY_PRESSURE\","
                                + "\"status\":\"CONDITION_STATUS_FALSE\"}");
            default ->
                elsewhere.event(
                        minute,
                        "SEVERITY_WARNING",
                        "kubernetes.pod",
                        "shop",
                        "cart-" + number % 50,
                        "\"kubernetesPodRestarted\":{\"container\":\"cart\",\"restartCount\":%d}".formatted(number));
        };
    }
}
