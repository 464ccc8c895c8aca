package dev.sentinel.app.publish;

import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.courier.Round;
import dev.sentinel.transport.spool.SpooledEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Publishes a file of events, oldest line first, until every good one is confirmed. The file is the spool: whoever is
 * interrupted publishes it again, and receivers know what they have.
 */
public final class FilePublisher {

    private static final int CHUNK = 1_000;
    private static final Backoff AGAIN = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(3));

    private final Round round;
    private final Progress progress;
    private final Duration patience;
    private final Optional<Contract> contract;

    /** Hears how it goes. */
    public interface Progress {
        void confirmed(long soFar);

        void refused(long line, String why);

        void waiting(String why);
    }

    /** What became of the file; {@code unconfirmed} is not zero when patience ended first. */
    public record Report(long confirmed, long refused, long unconfirmed, String problem) {}

    public FilePublisher(Round round, Progress progress, Duration patience, Optional<Contract> contract) {
        this.round = round;
        this.progress = progress;
        this.patience = patience;
        this.contract = contract;
    }

    public Report publish(BufferedReader lines) throws IOException, InterruptedException {
        long number = 0;
        long confirmed = 0;
        long refused = 0;
        List<SpooledEvent> chunk = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            switch (EventLine.read(number, line, contract)) {
                case EventLine.Good good -> chunk.add(new SpooledEvent(good.number(), good.event()));
                case EventLine.Bad bad -> {
                    refused++;
                    progress.refused(bad.number(), bad.why());
                }
            }
            if (chunk.size() == CHUNK) {
                String problem = deliver(chunk, confirmed);
                if (!problem.isEmpty()) {
                    return new Report(confirmed + CHUNK - chunk.size(), refused, chunk.size(), problem);
                }
                confirmed += CHUNK;
            }
        }
        int last = chunk.size();
        String problem = deliver(chunk, confirmed);
        return new Report(confirmed + last - chunk.size(), refused, chunk.size(), problem);
    }

    /** Empties the chunk; what is left in it when a problem is returned could not be confirmed in time. */
    private String deliver(List<SpooledEvent> chunk, long before) throws InterruptedException {
        int size = chunk.size();
        long quietSince = System.nanoTime();
        for (int attempt = 1; !chunk.isEmpty(); attempt++) {
            Round.Result result = round.all(chunk);
            Set<Long> done = new HashSet<>(result.confirmed());
            chunk.removeIf(row -> done.contains(row.row()));
            progress.confirmed(before + size - chunk.size());
            if (!done.isEmpty()) {
                quietSince = System.nanoTime();
                attempt = 1;
            }
            if (!chunk.isEmpty()) {
                if (System.nanoTime() - quietSince > patience.toNanos()) {
                    return result.problem();
                }
                progress.waiting(result.problem());
                TimeUnit.MILLISECONDS.sleep(AGAIN.before(attempt).toMillis());
            }
        }
        return "";
    }
}
