package dev.sentinel.transport.courier;

import static dev.sentinel.transport.courier.QuickTimes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.bus.LinkState;
import dev.sentinel.transport.embedded.EmbeddedBroker;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.spool.SpooledEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a broker that has a queue for the cluster "home" and none for "lab". */
final class RoundTest {

    private static final int WINDOW = 2;
    private static final Parcels ONE_EACH = new Parcels(Partitions.DEFAULT, 1, 100_000);

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private Bus bus;
    private Round round;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT);
        Layout layout = new Layout(
                List.of(Routes.EVENTS),
                List.of(new Layout.Queue(Routes.correlatorQueue("p06"), Routes.EVENTS, List.of("evt.#.p06"), true)));
        var quick = QuickTimes.bus(broker.address());
        var config = new BusConfig(
                quick.address(),
                "round",
                layout,
                WINDOW,
                quick.windowBytes(),
                quick.maxMessageBytes(),
                quick.prefetch(),
                quick.confirmTimeout(),
                quick.probeEvery(),
                quick.reconnect(),
                quick.retry());
        bus = Bus.open(config, new SimpleMeterRegistry(), Clock.systemUTC());
        await().atMost(PATIENCE).until(() -> bus.publishing() instanceof LinkState.Up);
        round = new Round(bus, ONE_EACH);
    }

    @AfterEach
    void close() {
        bus.close();
        broker.close();
    }

    @Test
    void all_confirmed_leaves_no_doubt_and_no_problem() {
        Round.Result result = round.all(rows("home", 1, 20));
        assertThat(result.problem()).isEmpty();
        assertThat(result.confirmed()).isEqualTo(numbers(1, 20));
        assertThat(result.doubtful()).isEmpty();
    }

    @Test
    void the_first_refusal_stops_it_within_the_window_and_says_why() {
        List<SpooledEvent> rows = Stream.of(rows("home", 1, 5), rows("lab", 6, 6), rows("home", 7, 60))
                .flatMap(List::stream)
                .toList();
        Round.Result result = round.all(rows);
        assertThat(result.problem()).contains("evt.lab.custom.p04");
        assertThat(result.confirmed()).containsAll(numbers(1, 5));
        assertThat(result.doubtful()).containsExactly(6L);
        // What was on its way already is certain too; the rest was not tried.
        assertThat(result.confirmed()).isSubsetOf(numbers(1, 6 + 2 * WINDOW));
    }

    @Test
    void a_parcel_in_doubt_puts_all_its_rows_in_doubt() {
        Round together = new Round(bus, new Parcels(Partitions.DEFAULT, 100, 100_000));
        Round.Result result = together.all(rows("lab", 1, 10));
        assertThat(result.doubtful()).isEqualTo(numbers(1, 10));
        assertThat(result.confirmed()).isEmpty();
    }

    @Test
    void the_first_sends_one_message_only() {
        Round.Result result = round.first(rows("home", 1, 20));
        assertThat(result.confirmed()).containsExactly(1L);
        assertThat(result.doubtful()).isEmpty();
        assertThat(result.problem()).isEmpty();
    }

    @Test
    void without_a_connection_nothing_is_certain() {
        bus.close();
        Round.Result result = round.all(rows("home", 1, 20));
        assertThat(result.problem()).isEqualTo("no connection to the broker");
        assertThat(result.confirmed()).isEmpty();
        assertThat(result.doubtful()).containsExactly(1L);
    }

    private static List<SpooledEvent> rows(String cluster, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(row -> new SpooledEvent(row, Facts.fact(cluster, Instant.ofEpochSecond(row))))
                .toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
