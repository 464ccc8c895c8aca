package dev.sentinel.collectors.web;

import dev.sentinel.collectors.running.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks servers every page once, for a person who waits. */
final class Examination {
    private final Web web;
    private final List<String> pages;

    Examination(Web web, List<String> pages) {
        this.web = web;
        this.pages = List.copyOf(pages);
    }

    /** Side by side, so that one that hangs does not hold up the others. */
    List<Check> of(List<? extends Watched<?>> servers) {
        try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Check>> asked = servers.stream()
                    .map(server -> askers.submit(() -> check(server)))
                    .toList();
            List<Check> checks = new ArrayList<>();
            for (Future<Check> each : asked) {
                checks.add(each.get());
            }
            return checks;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Check check(Watched<?> server) throws InterruptedException {
        List<String> other = new ArrayList<>();
        for (String page : pages) {
            try {
                Answer answer = web.get(server.site(), page);
                if (answer.status() != 200) {
                    other.add(Faults.status(answer).getMessage());
                }
            } catch (IOException e) {
                return Check.unreadable(server.name(), String.valueOf(e.getMessage()));
            }
        }
        return other.isEmpty()
                ? Check.readable(server.name(), server.site() + " answers")
                : Check.noteworthy(server.name(), String.join("; ", other));
    }
}
