package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Envelope;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.machine.LineFeed;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.v1.Event;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Follows one container: over reconnects no line is lost, and none told twice. */
final class PodFollow {
    static final JsonCodec<LinePlace> PLACE = JsonCodec.of(LinePlace.class);
    private static final long WAIT_MILLIS = 500;
    private static final Duration REMEMBERED_AT_LEAST = Duration.ofSeconds(5);

    private final Desk desk;
    private final PodStreams streams;
    private final PodStreams.Container container;
    private final Origin origin;
    private final Hearing.Ears ears;
    private final Source source;

    PodFollow(
            Desk desk,
            PodStreams streams,
            PodStreams.Container container,
            Origin origin,
            Hearing.Ears ears,
            Source source) {
        this.desk = desk;
        this.streams = streams;
        this.container = container;
        this.origin = origin;
        this.ears = ears;
        this.source = source;
    }

    static String key(PodStreams.Container container) {
        return "pod/%s/%s/%s"
                .formatted(
                        container.namespace(),
                        container.uid().isEmpty() ? container.pod() : container.uid(),
                        container.container());
    }

    /** One connection, until it ends. */
    void follow() throws IOException, InterruptedException {
        Optional<LinePlace> place = desk.memory().recall(key(container), PLACE);
        Connection connection = new Connection(place);
        try (LineFeed feed =
                new LineFeed(streams.follow(container, place.map(LinePlace::last)), "lines of " + source.name())) {
            desk.answered(source);
            while (!Thread.currentThread().isInterrupted()) {
                connection.take(feed.take(WAIT_MILLIS));
                if (feed.isOver()) {
                    connection.finish();
                    awaitNextRun();
                    throw new EOFException("the stream of lines ended");
                }
            }
        }
    }

    /** Whose run is over says nothing more; this ends when it is started again or gone. */
    private void awaitNextRun() throws InterruptedException {
        if (container.over()) {
            new CountDownLatch(1).await();
        }
    }

    private final class Connection {
        private final Hearing hearing = new Hearing(desk.facts(), ears);
        private final EntryStream entries = new EntryStream();
        private final Optional<LinePlace> begun;
        private final List<Event> events = new ArrayList<>();
        private Optional<LinePlace> read;
        private Optional<LinePlace> safe;
        private Optional<LinePlace> kept;
        private Instant keptAt = Instant.EPOCH;
        private int passedOver;
        private long number;

        Connection(Optional<LinePlace> place) {
            begun = place;
            read = place;
            safe = place;
            kept = place;
        }

        void take(List<byte[]> lines) throws IOException, InterruptedException {
            Instant now = desk.now();
            for (byte[] line : lines) {
                line(line, now);
            }
            hear(entries.flush(now), now);
            settle();
            events.addAll(hearing.tick(now));
            keep(now);
        }

        void finish() throws IOException, InterruptedException {
            Instant now = desk.now();
            hear(entries.finish(now), now);
            settle();
            events.addAll(hearing.close(now));
            keep(now);
        }

        private void line(byte[] line, Instant now) {
            int blank = 0;
            while (blank < line.length && line[blank] != ' ') {
                blank++;
            }
            Optional<Instant> time = Times.parse(new String(line, 0, Math.min(blank, 64), StandardCharsets.US_ASCII));
            if (time.isPresent() && wasTold(time.get())) {
                return;
            }
            byte[] said =
                    time.isPresent() ? Arrays.copyOfRange(line, Math.min(line.length, blank + 1), line.length) : line;
            Entry plain = Envelope.PLAIN.open(said);
            Entry entry = new Entry(plain.line(), time, plain.stream(), plain.origin(), false, plain.cut());
            Optional<LinePlace> before = read;
            hear(entries.add(entry, number, now), now);
            read = time.map(at -> read.orElse(new LinePlace(at, 0)).after(at)).or(() -> read);
            safe = entries.safe(number + 1) == number ? before : safe;
            number++;
        }

        /** The API takes whole seconds, so what was told lately comes again. */
        private boolean wasTold(Instant time) {
            if (begun.isEmpty() || time.isAfter(begun.get().last())) {
                return false;
            }
            if (time.isBefore(begun.get().last())) {
                return true;
            }
            passedOver++;
            return passedOver <= begun.get().alike();
        }

        private void hear(List<Entry> whole, Instant now) {
            whole.forEach(entry -> events.addAll(hearing.hear(entry, origin, now)));
        }

        private void settle() {
            safe = entries.isIdle() ? read : safe;
        }

        private void keep(Instant now) throws IOException, InterruptedException {
            boolean told = !events.isEmpty();
            desk.tell(events);
            events.clear();
            boolean due = told || !now.isBefore(keptAt.plus(REMEMBERED_AT_LEAST));
            if (due && safe.isPresent() && !safe.equals(kept)) {
                desk.memory().remember(key(container), safe.get(), PLACE);
                kept = safe;
                keptAt = now;
            }
        }
    }
}
