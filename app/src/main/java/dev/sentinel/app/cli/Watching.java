package dev.sentinel.app.cli;

import dev.sentinel.transport.bus.Delivery;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What passes an exchange, handed on as it passes until {@code --count} or Ctrl-C. */
final class Watching {

    private static final int MOST_WAITING = 10_000;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final BusOption broker = new BusOption();

    @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
    private Optional<Integer> count = Optional.empty();

    Watching(ConfigOption config) {
        this.config = config;
    }

    /** {@code ready} is run once nothing more is missed. */
    void each(String exchange, String key, Runnable ready, Consumer<Delivery> show) throws InterruptedException {
        BlockingQueue<Delivery> seen = new ArrayBlockingQueue<>(MOST_WAITING);
        try (var bus = broker.connect(config.load().config());
                var tail = bus.tail(exchange, key, delivery -> {
                    // A reader that does not keep up loses the newest lines rather than memory.
                    var unused = seen.offer(delivery);
                })) {
            tail.watching()
                    .orTimeout(broker.patience().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            ready.run();
            for (int shown = 0; count.isEmpty() || shown < count.get(); shown++) {
                show.accept(seen.take());
            }
        }
    }
}
