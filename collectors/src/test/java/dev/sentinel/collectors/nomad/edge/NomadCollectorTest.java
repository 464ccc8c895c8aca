package dev.sentinel.collectors.nomad.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.web.FakeSite;
import dev.sentinel.collectors.web.Login;
import dev.sentinel.collectors.web.Secret;
import dev.sentinel.collectors.web.Station;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A region as its API shows it (telemetry page 6.1): listings, descriptions and the stream. */
@Timeout(300)
final class NomadCollectorTest {
    private static final String END = "end of stream";
    private static final String NODE =
            "{\"ID\": \"n1\", \"Name\": \"host-1\", \"Status\": \"%s\", \"SchedulingEligibility\": \"eligible\", \"ModifyIndex\": %d}";
    private static final String ALLOCATION = """
            {"ID": "a1", "Namespace": "default", "Name": "vm.db[0]", "JobID": "vm", "TaskGroup": "db", "NodeID": "n1", "NodeName": "host-1",
             "ClientStatus": "%s", "DesiredStatus": "run", "ModifyIndex": %d}""";
    private static final String JOB =
            "{\"ID\": \"vm\", \"Namespace\": \"default\", \"Version\": 1, \"JobModifyIndex\": 5, \"ModifyIndex\": 5}";
    private static final String WHOLE_JOB = """
            {"ID": "vm", "Namespace": "default", "Version": 1, "ModifyIndex": 5,
             "TaskGroups": [{"Name": "db", "Count": 1, "Volumes": {"d": {"Type": "csi", "Source": "vm-data"}}}]}""";

    private final FakeSite server = FakeSite.start();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @TempDir
    Path memory;

    @BeforeEach
    void oneOfEach() {
        list("/v1/nodes", 10, NODE.formatted("ready", 10));
        list("/v1/jobs", 10, JOB);
        list("/v1/allocations", 10, ALLOCATION.formatted("running", 10));
        server.page("/v1/job/vm", WHOLE_JOB);
        server.page("/v1/event/stream", this::stream);
    }

    @AfterEach
    void stop() {
        lines.add(END);
        server.close();
    }

    @Test
    void tells_what_stands_on_what_and_what_the_stream_says() {
        try (Station station = open()) {
            awaitEdges(station, "vm-data");
            assertThat(station.facts()).isEmpty();

            event(11, "Node", "NodeEvent", "{\"Node\": " + NODE.formatted("down", 11) + "}");
            station.awaits("nomad.node.changed error nomad.node/host-1", "NOMAD_NODE_STATUS_DOWN");
            event(12, "Allocation", "AllocationUpdated", "{\"Allocation\": " + ALLOCATION.formatted("lost", 12) + "}");
            station.awaits("nomad.allocation.changed error", "csi_volumes: \"vm-data\"", "ALLOCATION_STATUS_LOST");
        }
        assertThat(server.asked())
                .anyMatch(page -> page.startsWith("/v1/event/stream") && page.endsWith("&index=10&region=eu"));
    }

    @Test
    void goes_on_where_the_stream_ended_and_lists_what_it_no_longer_holds() {
        try (Station station = open()) {
            awaitEdges(station, "vm-data");
            event(11, "Node", "NodeEvent", "{\"Node\": " + NODE.formatted("down", 11) + "}");
            station.awaits("nomad.node.changed error");
            // While nobody listens the node comes back, and the event of it is lost.
            list("/v1/nodes", 13, NODE.formatted("ready", 13));
            lines.add(END);

            station.awaits("nomad.node.changed info", "NOMAD_NODE_STATUS_READY");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> server.asked().stream()
                            .anyMatch(page -> page.startsWith("/v1/event/stream") && page.contains("index=11")));
            assertThat(station.facts())
                    .filteredOn(line -> line.startsWith("nomad.node.changed"))
                    .hasSize(2);
        }
    }

    @Test
    void after_a_restart_only_what_changed_meanwhile_is_told() {
        try (Store store = Store.open(new StoreConfig.Sqlite(memory.resolve("sentinel.db")), Clock.systemUTC())) {
            try (Station station = Station.of(collector(), store)) {
                awaitEdges(station, "vm-data");
            }
            lines.add(END);
            list("/v1/allocations", 20, ALLOCATION.formatted("failed", 20));
            try (Station station = Station.of(collector(), store)) {
                station.awaits("nomad.allocation.changed error", "NOMAD_ALLOCATION_STATUS_RUNNING");
                assertThat(station.facts())
                        .filteredOn(line -> line.startsWith("nomad."))
                        .hasSize(1);
            }
        }
    }

    @Test
    void many_things_come_in_pages() {
        server.page("/v1/nodes", exchange -> {
            boolean first = !exchange.getRequestURI().getQuery().contains("next_token");
            exchange.getResponseHeaders().add("X-Nomad-Index", "10");
            if (first) {
                exchange.getResponseHeaders().add("X-Nomad-NextToken", "n2");
            }
            write(
                    exchange,
                    "["
                            + (first
                                    ? NODE.formatted("ready", 1)
                                    : NODE.replace("1", "2").formatted("down", 2)) + "]");
        });
        try (Station station = open()) {
            station.awaits("nomad.node.changed error nomad.node/host-2");
        }
    }

    @Test
    void a_token_that_may_too_little_is_told_with_the_rule_to_add() {
        server.page("/v1/event/stream", 403, "text/plain", "Permission denied");
        assertThat(collector().examine())
                .extracting(Check::source, Check::verdict)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("nomad nodes", Check.Verdict.READABLE),
                        org.assertj.core.groups.Tuple.tuple("nomad events", Check.Verdict.UNREADABLE));
        try (Station station = open()) {
            station.awaits("source.unreachable warning", "UNREACHABLE_CAUSE_FORBIDDEN", "node { policy = ");
            station.awaits("collector.health_changed", "missing_permissions: \"nomad acl");
        }
    }

    @Test
    void what_is_no_nomad_is_said() {
        server.page("/v1/nodes", "[]").page("/v1/jobs", "{}");
        assertThat(collector().examine())
                .extracting(Check::detail)
                .anySatisfy(detail -> assertThat(detail).contains("answers"));
        try (Station station = open()) {
            station.awaits("source.unreachable warning", "X-Nomad-Index");
        }
    }

    private NomadCollector collector() {
        Login login = new Login.Header("X-Nomad-Token", Secret.from(() -> "t0ken"));
        return new NomadCollector(
                new NomadRegion(server.site(login), "eu", Duration.ofMinutes(5), Duration.ofSeconds(30)));
    }

    private Station open() {
        return Station.of(collector());
    }

    private static void awaitEdges(Station station, String volume) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> station.events().stream()
                        .flatMap(event -> event.getTopology().getEdgesList().stream())
                        .anyMatch(edge -> edge.getTo().getName().equals(volume)
                                && edge.getFrom().getKind().equals("nomad.allocation")));
    }

    private void event(long index, String topic, String type, String payload) {
        lines.add("{\"Index\": %d, \"Events\": [{\"Topic\": \"%s\", \"Type\": \"%s\", \"Payload\": %s}]}"
                .formatted(index, topic, type, payload.replace('\n', ' ')));
    }

    private void list(String path, long index, String... items) {
        server.page(path, exchange -> {
            exchange.getResponseHeaders().add("X-Nomad-Index", Long.toString(index));
            write(exchange, "[" + String.join(",", List.of(items)) + "]");
        });
    }

    private static void write(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write("{}\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        try {
            String line = lines.take();
            while (!line.equals(END)) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                line = lines.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
