package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.Fault;
import dev.sentinel.harness.RabbitServer;
import dev.sentinel.stories.Facts.Fact;
import dev.sentinel.stories.Ledger.Row;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Ten thousand events, and a kill -9 while they are being published. */
final class KilledInTheMiddleTest {

    private static final int MANY = 10_000;

    @TempDir
    Path folder;

    private final List<Fact> facts = Facts.some(MANY);

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void sentinel_with_its_embedded_broker_dies_and_every_event_counts_once() {
        Home home = Home.embeddedOnOnePort(folder);
        Path file = home.file("facts.jsonl", Facts.lines(facts));
        Running first = home.run();
        ChildJvm publishing = home.start("publish", file.toString());
        awaitRows(home, MANY / 10);
        first.kill();
        assertThat(Ledger.of(home).rows()).hasSizeLessThan(MANY);
        first.close();
        try (Running second = home.run()) {
            Home.finish(publishing).succeeded();
            awaitRows(home, MANY);
            assertThat(second.stop()).isZero();
        }
        assertEachOnceAndInOrder(Ledger.of(home).rows());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void the_publisher_dies_and_publishes_the_same_file_again() {
        Home home = Home.embedded(folder);
        Path file = home.file("facts.jsonl", Facts.lines(facts));
        try (Running running = home.run()) {
            ChildJvm publishing = home.start("publish", file.toString());
            awaitRows(home, MANY / 10);
            publishing.kill();
            publishing.close();
            home.command("publish", file.toString()).succeeded();
            awaitRows(home, MANY);
            assertThat(running.stop()).isZero();
        }
        assertEachOnceAndInOrder(Ledger.of(home).rows());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void rabbitmq_dies_and_returns_under_a_publisher_that_waits() {
        try (RabbitServer rabbit = RabbitServer.start(Fault.KILL)) {
            AmqpAddress broker = rabbit.freshVirtualHost();
            Home home = Home.on(folder, broker);
            Path file = home.file("facts.jsonl", Facts.lines(facts));
            try (Running running = home.run()) {
                ChildJvm publishing = home.start("publish", file.toString());
                awaitRows(home, MANY / 10);
                rabbit.kill(0);
                rabbit.start(0);
                Home.finish(publishing).succeeded();
                awaitRows(home, MANY);
                assertThat(running.stop()).isZero();
            }
            assertEachOnceAndInOrder(Ledger.of(home).rows());
        }
    }

    private static void awaitRows(Home home, int count) {
        await().atMost(Home.PATIENCE).until(() -> Ledger.of(home).size() >= count);
    }

    private void assertEachOnceAndInOrder(List<Row> rows) {
        assertThat(rows).hasSize(MANY);
        assertThat(new HashSet<>(rows)).hasSize(MANY);
        for (String cluster : List.of("north", "south", "east")) {
            List<String> journaled = rows.stream()
                    .filter(row -> row.cluster().equals(cluster))
                    .map(Row::eventId)
                    .toList();
            List<String> published = facts.stream()
                    .filter(fact -> fact.cluster().equals(cluster))
                    .map(Fact::id)
                    .toList();
            assertThat(journaled).as(cluster).isEqualTo(published);
        }
    }
}
