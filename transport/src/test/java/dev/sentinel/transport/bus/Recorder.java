package dev.sentinel.transport.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A handler that remembers what it accepted, in order. */
final class Recorder implements Handler {

    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final Function<Delivery, Outcome> verdict;

    Recorder() {
        this(delivery -> Outcome.ACCEPT);
    }

    Recorder(Function<Delivery, Outcome> verdict) {
        this.verdict = verdict;
    }

    @Override
    public List<Outcome> handle(List<Delivery> batch) {
        batches.add(batch.size());
        List<Outcome> outcomes = new ArrayList<>();
        for (Delivery delivery : batch) {
            Outcome outcome = verdict.apply(delivery);
            if (outcome instanceof Outcome.Accept) {
                accepted.add(delivery.body().toString(UTF_8));
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    List<String> accepted() {
        return accepted;
    }

    int largestBatch() {
        return batches.stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
