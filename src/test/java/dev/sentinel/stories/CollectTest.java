package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.PostgresServer;
import dev.sentinel.harness.PrometheusServer;
import dev.sentinel.harness.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are read by the real program. */
final class CollectTest {
    private static final String READS = "sentinel_collector_reading{collector=\"prometheus\"} 1";
    private static final Duration TAKEOVER = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void what_a_server_shows_and_what_is_sent_goes_all_the_way() {
        try (PrometheusServer prometheus = PrometheusServer.start(folder.resolve("tsdb"))) {
            Home home = Home.embedded(folder).reading("""
                    prometheus:
                      every: 5s
                      servers: [{url: "%s", name: p-0}]
                    webhook:
                      hooks: [{name: am, from: alertmanager}]
                    """.formatted(prometheus.uri()));
            try (Running running = home.run()) {
                await().atMost(Home.PATIENCE)
                        .until(() -> running.get("/metrics")
                                .body()
                                .contains("sentinel_events_received_total{source=\"prometheus\"}"));
                assertThat(running.post("/hooks/am", alert(Instant.now())).statusCode())
                        .isEqualTo(202);
                assertThat(running.post("/hooks/am", "[]").statusCode()).isEqualTo(422);
                assertThat(running.get("/hooks/am").statusCode()).isEqualTo(405);
                await().atMost(Home.PATIENCE)
                        .until(() -> running.get("/metrics")
                                .body()
                                .contains("sentinel_events_received_total{source=\"webhook\"}"));
                assertThat(home.command("doctor").succeeded().out()).contains("p-0", "/hooks/am");

                prometheus.kill();
                await().atMost(Home.PATIENCE)
                        .until(
                                () -> running.get("/metrics")
                                        .body()
                                        .contains(
                                                "sentinel_collector_events_total{collector=\"prometheus\",kind=\"source.unreachable\"}"));
                assertThat(running.stop()).isZero();
            }
        }
    }

    private static String alert(Instant since) {
        return """
                {"version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"firing","receiver":"sentinel",
                 "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://am.example",
                 "alerts":[{"status":"firing","labels":{"alertname":"PrometheusTSDBWALCorruptions","severity":"critical"},
                   "annotations":{},"startsAt":"%s","endsAt":"0001-01-01T00:00:00Z","generatorURL":"","fingerprint":"c4f0d1a2b3c4d5e6"}]}
                """.formatted(since);
    }

    @Test
    void of_two_collectors_one_reads_and_the_other_takes_over_when_it_is_killed() throws IOException {
        AmqpAddress broker = Shared.rabbit().freshVirtualHost();
        PostgresServer.Database database = Shared.postgres().freshDatabase();
        try (PrometheusServer prometheus = PrometheusServer.start(folder.resolve("tsdb"))) {
            String sources =
                    "prometheus:\n  every: 5s\n  servers: [{url: \"%s\", name: p-0}]\n".formatted(prometheus.uri());
            Home one = Home.on(Files.createDirectory(folder.resolve("one")), broker, database)
                    .reading(sources);
            Home two = Home.on(Files.createDirectory(folder.resolve("two")), broker, database)
                    .reading(sources);
            try (Running first = Running.start(one.start("collect"))) {
                await().atMost(Home.PATIENCE)
                        .until(() -> first.get("/metrics").body().contains(READS));
                try (Running second = Running.start(two.start("collect"))) {
                    assertThat(second.get("/metrics").body()).doesNotContain(READS);
                    first.kill();
                    await().atMost(TAKEOVER)
                            .until(() -> second.get("/metrics").body().contains(READS));
                    assertThat(second.stop()).isZero();
                }
            }
        }
    }

    @Test
    void a_dry_run_prints_what_would_be_sent_and_needs_no_broker() {
        Home home = Home.embedded(folder).reading("host: {discover-mounts: false}\n");
        try (ChildJvm dry = home.start("collect", "--dry-run")) {
            String beat = dry.awaitLine(line -> line.contains("\"heartbeat\""), Home.PATIENCE);
            assertThat(beat).startsWith("{\"id\":\"").contains("\"collector\":\"host\"", "\"cluster\":\"home\"");
            dry.stop();
            assertThat(dry.exitCode(Home.PATIENCE)).isZero();
        }
        assertThat(home.data()).doesNotExist();
        assertThat(home.command("collect").err()).contains("set broker.uri");
        assertThat(home.command("collect", "--only", "kernal").err())
                .contains("there is no collector \"kernal\"", "kernel");
    }
}
