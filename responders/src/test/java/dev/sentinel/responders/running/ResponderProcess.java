package dev.sentinel.responders.running;

import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.audit.Notary;
import dev.sentinel.responders.books.PlanListener;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A responder without a broker, and a world that is a folder; runs until it is killed. */
final class ResponderProcess {

    static final Duration LEASE = Duration.ofSeconds(2);
    static final Duration TIMEOUT = Duration.ofSeconds(3);
    static final String DEEDS = "deeds";

    private final Lab lab = new Lab(Clock.systemUTC());
    private final Path world;
    private final String stopsAt;

    private ResponderProcess(Path world, String stopsAt) {
        this.world = world;
        this.stopsAt = stopsAt;
        lab.timeout = TIMEOUT;
        lab.trouble = this::touched;
    }

    /** The switches are files; whoever turns one says so in a file that everybody appends to. */
    private Optional<Outcome> touched(String point, Order order) {
        try {
            if (point.equals("after")) {
                for (Map.Entry<String, String> each : lab.switches.entrySet()) {
                    Files.writeString(world.resolve(each.getKey()), each.getValue());
                }
                Files.writeString(
                        world.resolve(DEEDS),
                        lab.done.getLast() + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } else {
                for (String fact : List.of("allowScheduling", "cordoned")) {
                    String name = order.target().getName() + "." + fact;
                    if (Files.exists(world.resolve(name))) {
                        lab.switches.put(name, Files.readString(world.resolve(name)));
                    }
                }
            }
            if (point.equals(stopsAt)) {
                Files.writeString(world.resolve("stopped"), point);
                new CountDownLatch(1).await();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Outcome.Unknown("interrupted", "look"));
        }
    }

    static Settings settings(String holder, Path files) {
        return new Settings(
                holder,
                LEASE,
                files.resolve("pause"),
                List.of(),
                new Settings.Proof(
                        files.resolve("key-" + holder),
                        files.resolve("checkpoints-" + holder),
                        new Notary.Pace(Duration.ofMinutes(5), 20)),
                Settings.Isolation.usual(),
                Duration.ofDays(30));
    }

    static StoreConfig place(String[] words) {
        return words[1].startsWith("jdbc:")
                ? new StoreConfig.Postgres(words[1], words[2], words[3])
                : new StoreConfig.Sqlite(Path.of(words[1]));
    }

    /** holder, address of the store, user, password, folder of the world, where an act stops and waits for its end. */
    public static void main(String[] words) throws InterruptedException {
        var process = new ResponderProcess(Path.of(words[4]), words[5]);
        var registry = new SimpleMeterRegistry();
        Store store = Store.open(place(words), Clock.systemUTC());
        var nobody = new BrokerAddress(
                List.of(new BrokerAddress.Endpoint("127.0.0.1", 1)), "/", "guest", "guest", Optional.empty());
        var layout = Layout.sentinel(Partitions.DEFAULT).withResponders();
        Bus bus = Bus.open(BusConfig.of(nobody, words[0], layout), registry, Clock.systemUTC());
        var rules = Stage.rules(process.lab, Stage.AUTO, Stage.TWO_STEPS);
        var responder = Responder.start(
                new Ground(store, bus, registry, Tempo.real(), PlanListener.nobody()),
                settings(words[0], Path.of(words[4])),
                new World(process.lab.catalog(), Map.of("lab", process.lab), Guards.shipped()),
                () -> rules);
        Runtime.getRuntime().addShutdownHook(new Thread(responder::close));
        new CountDownLatch(1).await();
    }
}
