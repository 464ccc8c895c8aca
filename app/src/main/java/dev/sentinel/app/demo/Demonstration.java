package dev.sentinel.app.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.output.EventText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.publish.FilePublisher;
import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.proto.Contract;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.Outgoing;
import dev.sentinel.transport.bus.Parking.Parked;
import dev.sentinel.transport.courier.Parcels;
import dev.sentinel.transport.courier.Round;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Publishes the recorded sequence and one message that is no event, and follows both to where they end. */
public final class Demonstration {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RECORDED = "new-node.jsonl";

    private final SentinelConfig config;
    private final Partitions partitions;
    private final Bus bus;
    private final Store store;
    private final PrintWriter out;

    public Demonstration(SentinelConfig config, Bus bus, Store store, PrintWriter out) {
        this.config = config;
        this.partitions = new Partitions(config.partitions());
        this.bus = bus;
        this.store = store;
        this.out = out;
    }

    /** True when every event arrived once and the bad message was parked. */
    public boolean run() throws IOException, InterruptedException {
        try (var tail = bus.tail(Routes.EVENTS, "evt." + config.cluster() + ".#", delivery -> {
            for (Event event : EventText.events(delivery.type(), delivery.body())) {
                show(event);
            }
        })) {
            tail.watching().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            say("A new node joins, takes replicas it cannot hold, and Prometheus goes mute. What the collectors saw:");
            FilePublisher.Report report = publishRecording();
            publishGarbage();
            long journaled = awaitJournal(report.confirmed());
            List<Parked> parked = awaitParked();
            say("");
            say("Parked, because it is no event:");
            parked.forEach(each -> say("  %s bytes from %s: %s"
                    .formatted(each.body().size(), each.routingKey(), Printable.escape(each.why()))));
            say("");
            boolean complete = report.refused() == 0 && journaled == report.confirmed() && parked.size() == 1;
            say("%d events published and confirmed, %d in the journal, %d message parked: %s"
                    .formatted(
                            report.confirmed(),
                            journaled,
                            parked.size(),
                            complete ? "nothing lost" : "NOT as expected"));
            return complete;
        }
    }

    private FilePublisher.Report publishRecording() throws IOException, InterruptedException {
        var recorded = Demonstration.class.getResourceAsStream(RECORDED);
        if (recorded == null) {
            throw new IllegalStateException(RECORDED + " is missing from the program");
        }
        // One event to a message, so that they arrive as they would from a collector on a quiet day.
        var round = new Round(bus, new Parcels(partitions, 1, 200 << 10));
        try (var lines = new BufferedReader(new InputStreamReader(recorded, UTF_8))) {
            return new FilePublisher(round, new Quiet(), PATIENCE, Optional.of(new Contract())).publish(lines);
        }
    }

    private void publishGarbage() {
        var garbage = ByteString.copyFromUtf8("level=error msg=\"this is a log line, not an event\"");
        var partition = partitions.labels().get(partitions.of(config.cluster()));
        bus.publish(new Outgoing(
                        Routes.EVENTS,
                        "evt." + config.cluster() + ".custom." + partition,
                        "not-an-event",
                        Event.getDescriptor().getFullName(),
                        Map.of(),
                        garbage))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private long awaitJournal(long expected) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long journaled = journaled();
        while (journaled < expected && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            journaled = journaled();
        }
        return journaled;
    }

    private long journaled() {
        return store.read(sql -> Journal.count(sql, config.cluster()));
    }

    private List<Parked> awaitParked() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Parked> parked = bus.parking().list(10);
        while (parked.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            parked = bus.parking().list(10);
        }
        return parked;
    }

    private void show(Event event) {
        say("  %s  %-8s  %-34s %s %s"
                .formatted(
                        Instant.ofEpochSecond(event.getOccurredAt().getSeconds()),
                        event.getSeverity().name().replace("SEVERITY_", "").toLowerCase(java.util.Locale.ROOT),
                        Kinds.of(event),
                        event.getSubject().getKind(),
                        Printable.escape(event.getSubject().getName())));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private final class Quiet implements FilePublisher.Progress {
        @Override
        public void confirmed(long soFar) {
            // The events themselves are shown as they arrive.
        }

        @Override
        public void refused(long line, String why) {
            say("line %d refused: %s".formatted(line, Printable.escape(why)));
        }

        @Override
        public void waiting(String why) {
            say("waiting for the broker: " + Printable.escape(why));
        }
    }
}
