package dev.sentinel.app.demo;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.publish.EventLine;
import dev.sentinel.lab.scenario.Scenario.Recorded;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.courier.Fallback;
import dev.sentinel.transport.ingest.IngestClient;
import dev.sentinel.v1.Event;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Tells the program at its time what was seen elsewhere, the way a collector does whose broker is away. One thread. */
final class Reporter {
    private static final int AT_ONCE = 500;

    private final Deque<Told> waiting;
    private final IngestClient door;
    private int refused;
    private String failure = "";

    private record Told(Instant at, Event event) {}

    private Reporter(List<Told> all, int port) {
        this.waiting = new ArrayDeque<>(all);
        this.door = IngestClient.of(List.of(URI.create("http://127.0.0.1:" + port)));
    }

    static Reporter of(List<Recorded> recorded, int port) throws CannotStart {
        Optional<Contract> contract = recorded.isEmpty() ? Optional.empty() : Optional.of(new Contract());
        List<Told> all = new ArrayList<>();
        for (Recorded each : recorded) {
            switch (EventLine.read(each.line(), each.event(), contract)) {
                case EventLine.Good good -> all.add(new Told(each.at(), good.event()));
                case EventLine.Bad bad ->
                    throw new CannotStart("line %d is no event: %s".formatted(bad.number(), bad.why()));
            }
        }
        return new Reporter(all, port);
    }

    /** What is due; what is not taken is offered again the next time. */
    void tell(Instant now) {
        List<Event> due = waiting.stream()
                .takeWhile(each -> !each.at().isAfter(now))
                .limit(AT_ONCE)
                .map(Told::event)
                .toList();
        if (due.isEmpty()) {
            return;
        }
        switch (door.deliver(due)) {
            case Fallback.Answer.Taken taken -> {
                due.forEach(each -> waiting.poll());
                refused += taken.rejectedIds().size();
            }
            case Fallback.Answer.Failed failed -> failure = failed.why();
        }
    }

    boolean isDone() {
        return waiting.isEmpty();
    }

    /** Why not everything was told; empty when it was. */
    Optional<String> trouble() {
        if (!waiting.isEmpty()) {
            return Optional.of("%d recorded events were not told; %s".formatted(waiting.size(), failure));
        }
        return refused == 0 ? Optional.empty() : Optional.of("%d recorded events were refused".formatted(refused));
    }
}
