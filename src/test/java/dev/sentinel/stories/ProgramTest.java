package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.Shared;
import dev.sentinel.stories.Home.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One sentinel and the commands around it. */
final class ProgramTest {

    private static final Pattern PARKED_ID = Pattern.compile("([0-9a-f]{8}-[0-9a-f-]{27})");

    @TempDir
    Path folder;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void runs_on_its_own_says_how_it_is_and_stops_when_told() {
        Home home = Home.embedded(folder);
        try (Running running = home.run()) {
            assertThat(running.get("/readyz").body())
                    .contains("program: ready", "broker: ready", "store: ready", "spool: ready", "receivers: ready");
            assertThat(running.get("/healthz").statusCode()).isEqualTo(200);
            await().atMost(Home.PATIENCE)
                    .until(() -> running.get("/metrics")
                            .body()
                            .contains("sentinel_events_received_total{source=\"sentinel\"}"));
            assertThat(running.get("/metrics").body()).contains("sentinel_build_info{");

            Result second = home.command("run");
            assertThat(second.exit()).isEqualTo(6);
            assertThat(second.err()).contains("nother");

            tailShowsWhatPasses(home);
            takesEventsAsJson(running);
            whatIsNoEventIsParkedReplayedAndDropped(home);
            aBadLineIsNamed(home);
            assertThat(home.command("doctor").succeeded().out()).contains("broker", "good", "parked messages: 0");
            assertThat(running.stop()).isZero();
        }
        assertThat(home.command("tail", "--wait", "1").exit()).isEqualTo(6);
    }

    private static void tailShowsWhatPasses(Home home) {
        try (ChildJvm tail = home.start("tail", "--key", "evt.north.#", "--count", "1", "-o", "json")) {
            tail.awaitLine(line -> line.contains("watching sentinel.events"), Home.PATIENCE);
            Path file = home.file("few.jsonl", Facts.lines(Facts.some(3)));
            assertThat(home.command("publish", file.toString()).succeeded().out())
                    .contains("confirmed 3, refused 0");
            assertThat(tail.exitCode(Home.PATIENCE)).isZero();
            assertThat(tail.output()).hasSize(1).first().asString().contains("\"cluster\":\"north\"");
        }
    }

    private static void takesEventsAsJson(Running running) {
        String unseen = Facts.some(5).getLast().line();
        String event = unseen.replace("\"occurredAt\"", "\"observedAt\":\"2026-02-21T09:00:01Z\",\"occurredAt\"");
        String batch = "{\"batch\":{\"events\":[" + event + "]}}";
        assertThat(running.post("/v1/events:publish", batch).body()).contains("PUBLISH_OUTCOME_ACCEPTED");
        // Sending it again is as good.
        assertThat(running.post("/v1/events:publish", batch).body()).contains("PUBLISH_OUTCOME_ACCEPTED");
        assertThat(running.post("/v1/events:publish", "{}").body()).contains("INVALID_ARGUMENT");
    }

    private static void whatIsNoEventIsParkedReplayedAndDropped(Home home) {
        String bad = Facts.some(1).getFirst().line().replace("\"id\":\"0192", "\"id\":\"no such id ");
        Path file = home.file("bad.jsonl", bad + "\n");
        assertThat(home.command("publish", file.toString()).exit()).isEqualTo(2);
        home.command("publish", "--no-check", file.toString()).succeeded();

        String id = parkedBeside(home, "nothing yet");
        assertThat(home.command("parking", "show", id).succeeded().out())
                .contains("sentinel.correlator.p", "no such id", "id: ");
        home.command("parking", "replay", id).succeeded();
        String again = parkedBeside(home, id);
        home.command("parking", "drop", again).succeeded();
        assertThat(home.command("parking", "list").succeeded().out()).doesNotContain("against the contract");
        assertThat(home.command("parking", "drop", id).exit()).isEqualTo(3);
    }

    /** Waits until the first that is parked, for its breach of the contract, is not the one named. */
    private static String parkedBeside(Home home, String other) {
        return await().atMost(Home.PATIENCE)
                .until(
                        () -> parkedId(home),
                        id -> id.filter(each -> !each.equals(other)).isPresent())
                .orElseThrow();
    }

    private static Optional<String> parkedId(Home home) {
        String listed = home.command("parking", "list").succeeded().out();
        Matcher id = PARKED_ID.matcher(listed);
        return listed.contains("against the contract") && id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }

    private static void aBadLineIsNamed(Home home) {
        Path file = home.file("mixed.jsonl", Facts.some(1).getFirst().line() + "\nthis is no JSON\n");
        Result result = home.command("publish", file.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("line 2 refused");
        assertThat(result.out()).contains("confirmed 1, refused 1");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void runs_on_rabbitmq_and_postgresql_and_says_when_the_broker_is_gone() {
        var database = Shared.postgres().freshDatabase();
        var broker = Shared.rabbit().freshVirtualHost();
        Home home = Home.on(folder, broker, database);
        Path file = home.file("facts.jsonl", Facts.lines(Facts.some(500)));
        try (Running running = home.run()) {
            home.command("publish", file.toString()).succeeded();
            await().atMost(Home.PATIENCE).until(() -> Ledger.of(database).size() == 500);
            assertThat(home.command("doctor").succeeded().out()).contains("RabbitMQ", "jdbc:postgresql:");

            Shared.rabbit().ctl(0, "delete_vhost", broker.virtualHost());
            await().atMost(Home.PATIENCE).until(() -> running.get("/readyz").statusCode() == 503);
            assertThat(running.get("/readyz").body()).contains("broker: not");
            assertThat(home.command("doctor").exit()).isEqualTo(6);
            assertThat(running.stop()).isZero();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void the_demonstration_loses_nothing() {
        Result demo = Home.finish(Program.start(List.of("demo", "instance-manager-flaps")));
        assertThat(demo.succeeded().out())
                .contains(
                        "crash instance-manager on agent-2", "open: ", "as expected", "time to detect", "nothing lost");
    }
}
