package dev.sentinel.transport.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.sentinel.harness.FaultyWire;
import dev.sentinel.transport.bus.Confirmation.Confirmed;
import dev.sentinel.transport.bus.Confirmation.NotSent;
import dev.sentinel.transport.bus.Confirmation.Refused;
import dev.sentinel.transport.bus.Confirmation.Unknown;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the bus promises, whatever the broker. */
abstract class BusContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUEUE = Routes.correlatorQueue("p03");
    private static final String KEY = "evt.home.custom.p03";

    private final List<AutoCloseable> open = new ArrayList<>();
    private BrokerUnderTest broker;
    private FaultyWire wire;

    /** A running broker on which nobody has declared anything yet; whoever started it stops it. */
    abstract BrokerUnderTest broker();

    @BeforeEach
    void start() {
        broker = broker();
        BrokerAddress.Endpoint node = broker.address().endpoints().getFirst();
        wire = FaultyWire.to(node.host(), node.port());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        wire.close();
    }

    @Test
    void a_published_message_is_confirmed_and_delivered_with_everything_it_carries() throws Exception {
        Bus bus = bus();
        List<Delivery> seen = new CopyOnWriteArrayList<>();
        bus.subscribe(QUEUE, batch -> {
            seen.addAll(batch);
            return accepts(batch);
        });

        Outgoing message = new Outgoing(
                Routes.EVENTS, KEY, "id-1", "sentinel.v1.Event", Map.of("traceparent", "00-ab-cd-01"), utf8("body"));
        assertThat(answer(bus.publish(message))).isInstanceOf(Confirmed.class);

        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        Delivery delivery = seen.getFirst();
        assertThat(delivery.messageId()).isEqualTo("id-1");
        assertThat(delivery.type()).isEqualTo("sentinel.v1.Event");
        assertThat(delivery.routingKey()).isEqualTo(KEY);
        assertThat(delivery.headers()).containsEntry("traceparent", "00-ab-cd-01");
        assertThat(delivery.body()).isEqualTo(utf8("body"));
    }

    @Test
    void a_message_that_no_queue_takes_is_refused() throws Exception {
        Bus bus = bus();
        Confirmation answer = answer(bus.publish(message("nobody.listens", "lost")));
        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(((Refused) answer).why()).contains("nobody.listens");
        assertThat(answer(bus.publish(message(KEY, "fine")))).isInstanceOf(Confirmed.class);
    }

    @Test
    void an_oversized_message_is_refused_before_it_leaves_and_a_foreign_one_can_be_parked() throws Exception {
        Bus bus = bus();
        ByteString large = ByteString.copyFrom(new byte[300 << 10]);
        Confirmation answer = answer(bus.publish(new Outgoing(Routes.EVENTS, KEY, "big", "t", Map.of(), large)));
        assertThat(answer).isInstanceOf(Refused.class);
        assertThat(((Refused) answer).why()).contains("over the limit of 262144");

        foreignPublish(KEY, new byte[2 << 20]);
        bus.subscribe(
                QUEUE,
                new Recorder(delivery -> delivery.body().size() > 256 << 10
                        ? new Outcome.Park("message of " + delivery.body().size() + " bytes")
                        : Outcome.ACCEPT));
        await().atMost(PATIENCE).until(() -> bus.parking().list(10).size() == 1);
        assertThat(bus.parking().list(10).getFirst().body().size()).isEqualTo(2 << 20);
    }

    @Test
    void a_broker_that_does_not_answer_makes_the_outcome_unknown_and_is_left_and_found_again() throws Exception {
        Bus bus = busOverWire();
        assertThat(answer(bus.publish(message(KEY, "before")))).isInstanceOf(Confirmed.class);
        wire.freezeReplies();
        long started = System.nanoTime();
        Confirmation answer = answer(bus.publish(message(KEY, "during")));
        assertThat(answer).isInstanceOf(Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));

        wire.thaw();
        confirmEventually(bus, "after");
        Recorder recorder = new Recorder();
        bus.subscribe(QUEUE, recorder);
        await().atMost(PATIENCE).until(() -> recorder.accepted().contains("after"));
        // Unknown was the honest answer: this one had arrived.
        assertThat(recorder.accepted()).contains("before", "during");
    }

    @Test
    void messages_of_a_partition_arrive_in_order_and_in_batches() throws Exception {
        Bus bus = bus();
        // Several times the window of unconfirmed messages and what a consumer is sent ahead.
        publishAll(bus, 0, 600);
        Recorder recorder = new Recorder();
        bus.subscribe(QUEUE, recorder);
        await().atMost(PATIENCE).until(() -> recorder.accepted().size() == 600);
        assertThat(recorder.accepted()).isEqualTo(numbers(0, 600));
        assertThat(recorder.largestBatch()).isGreaterThan(1);
    }

    @Test
    void one_consumer_is_active_and_the_other_takes_over_without_losing_anything() throws Exception {
        Bus first = bus();
        Bus second = bus();
        Recorder one = new Recorder();
        Recorder two = new Recorder();
        first.subscribe(QUEUE, one);
        publishAll(second, 0, 100);
        await().atMost(PATIENCE).until(() -> one.accepted().size() == 100);
        second.subscribe(QUEUE, two);
        publishAll(second, 100, 200);
        await().atMost(PATIENCE).until(() -> one.accepted().size() == 200);
        assertThat(two.accepted()).isEmpty();

        first.close();
        publishAll(second, 200, 300);
        await().atMost(PATIENCE).until(() -> two.accepted().size() >= 100);
        assertThat(two.accepted()).isEqualTo(numbers(200, 300));
    }

    @Test
    void what_was_not_settled_comes_again_alone_and_marked() throws Exception {
        Bus dying = bus();
        CountDownLatch handed = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        publishAll(dying, 0, 5);
        dying.subscribe(QUEUE, batch -> {
            handed.countDown();
            awaitQuietly(never);
            throw new NotNow("the store is gone", new IllegalStateException());
        });
        assertThat(handed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        never.countDown();
        dying.close();

        Bus next = bus();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        List<Boolean> marks = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder(delivery -> {
            marks.add(delivery.redelivered());
            return Outcome.ACCEPT;
        });
        next.subscribe(QUEUE, batch -> {
            sizes.add(batch.size());
            return recorder.handle(batch);
        });
        await().atMost(PATIENCE).until(() -> recorder.accepted().size() == 5);
        assertThat(recorder.accepted()).isEqualTo(numbers(0, 5));
        assertThat(marks).contains(true);
        assertThat(sizes.getFirst()).isEqualTo(1);
    }

    @Test
    void a_retried_message_is_tried_in_place_before_newer_ones() throws Exception {
        Bus bus = bus();
        AtomicInteger refusals = new AtomicInteger(2);
        publishAll(bus, 0, 3);
        Recorder recorder = new Recorder(delivery -> delivery.body().equals(utf8("0")) && refusals.getAndDecrement() > 0
                ? new Outcome.Retry("not ready")
                : Outcome.ACCEPT);
        // One at a time, as a handler that needs strict order would.
        bus.subscribe(QUEUE, batch -> recorder.handle(batch.subList(0, 1)));
        await().atMost(PATIENCE).until(() -> recorder.accepted().size() == 3);
        assertThat(recorder.accepted()).isEqualTo(numbers(0, 3));
    }

    @Test
    void poison_is_parked_with_its_reason_and_can_be_replayed_or_dropped() throws Exception {
        Bus bus = bus();
        AtomicInteger poisoned = new AtomicInteger(1);
        publishAll(bus, 0, 3);
        Recorder recorder = new Recorder(delivery -> {
            if (delivery.body().equals(utf8("1")) && poisoned.get() > 0) {
                throw new IllegalStateException("cannot stomach this");
            }
            return delivery.body().equals(utf8("2")) && poisoned.get() > 0
                    ? new Outcome.Park("not of this world")
                    : Outcome.ACCEPT;
        });
        bus.subscribe(QUEUE, recorder);
        await().atMost(PATIENCE).until(() -> bus.parking().list(10).size() == 2);
        assertThat(recorder.accepted()).containsOnly("0");
        Parking.Parked broken = parked(bus, "1");
        assertThat(broken.why()).contains("gave up after 3 attempts").contains("cannot stomach this");
        assertThat(broken.queue()).isEqualTo(QUEUE);
        assertThat(broken.routingKey()).isEqualTo(KEY);
        assertThat(parked(bus, "2").why()).isEqualTo("not of this world");
        assertThat(bus.parking().find(broken.id())).contains(broken);

        poisoned.set(0);
        assertThat(bus.parking().replay(broken.id())).contains(new Confirmed());
        assertThat(bus.parking().drop(parked(bus, "2").id())).isTrue();
        await().atMost(PATIENCE).until(() -> recorder.accepted().contains("1"));
        await().atMost(PATIENCE).until(() -> bus.parking().list(10).isEmpty());
        assertThat(bus.parking().replay("no-such-id")).isEqualTo(Optional.empty());
        assertThat(bus.parking().drop("no-such-id")).isFalse();
    }

    @Test
    void while_the_world_is_at_fault_messages_wait_and_are_not_parked() throws Exception {
        Bus bus = bus();
        AtomicInteger outages = new AtomicInteger(12);
        publishAll(bus, 0, 3);
        Recorder recorder = new Recorder();
        Subscription subscription = bus.subscribe(QUEUE, batch -> {
            if (outages.getAndDecrement() > 0) {
                throw new NotNow("the disk is full", new IllegalStateException());
            }
            return recorder.handle(batch);
        });
        await().atMost(PATIENCE)
                .until(() -> subscription.paused().isPresent()
                        || !recorder.accepted().isEmpty());
        await().atMost(PATIENCE).until(() -> recorder.accepted().size() == 3);
        assertThat(subscription.paused()).isEmpty();
        assertThat(bus.parking().list(10)).isEmpty();
    }

    @Test
    void a_broker_that_blocks_delays_confirms_but_loses_nothing() throws Exception {
        Bus bus = busOverWire();
        assertThat(answer(bus.publish(message(KEY, "before")))).isInstanceOf(Confirmed.class);
        broker.block(wire);
        if (broker.announcesBlocking()) {
            // RabbitMQ tells only connections that try to publish, and one whose confirms do not come is left.
            var during = new AtomicReference<>(bus.publish(message(KEY, "during")));
            await().atMost(PATIENCE).until(() -> {
                if (during.get().isDone()) {
                    during.set(bus.publish(message(KEY, "during")));
                }
                return bus.publishing() instanceof LinkState.Blocked;
            });
            assertThat(answer(during.get())).isInstanceOfAny(Unknown.class, NotSent.class, Confirmed.class);
        } else {
            assertThat(answer(bus.publish(message(KEY, "during")))).isInstanceOf(Unknown.class);
        }
        broker.unblock(wire);
        confirmEventually(bus, "after");
    }

    @Test
    void a_killed_broker_comes_back_with_every_confirmed_message() throws Exception {
        Bus bus = bus();
        List<CompletableFuture<Confirmation>> answers = new ArrayList<>();
        List<String> confirmed = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            answers.add(bus.publish(message(KEY, Integer.toString(i))));
            if (i == 200) {
                broker.kill();
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            if (answer(answers.get(i)) instanceof Confirmed) {
                confirmed.add(Integer.toString(i));
            }
        }
        broker.comeBack();
        confirmEventually(bus, "after");
        Recorder recorder = new Recorder();
        bus.subscribe(QUEUE, recorder);
        await().atMost(PATIENCE).until(() -> recorder.accepted().contains("after"));
        assertThat(new LinkedHashSet<>(recorder.accepted())).containsAll(confirmed);
        assertThat(confirmed).isNotEmpty();
    }

    @Test
    void a_queue_deleted_under_its_consumer_is_made_again_and_consumed() throws Exception {
        Bus bus = bus();
        Recorder recorder = new Recorder();
        bus.subscribe(QUEUE, recorder);
        publishAll(bus, 0, 1);
        await().atMost(PATIENCE).until(() -> recorder.accepted().size() == 1);
        onForeignChannel(channel -> channel.queueDelete(QUEUE));
        await().atMost(PATIENCE).until(() -> {
            Confirmation again = answer(bus.publish(message(KEY, "again")));
            return again instanceof Confirmed && recorder.accepted().contains("again");
        });
    }

    @Test
    void a_tail_shows_copies_and_takes_nothing_from_the_queues() throws Exception {
        Bus bus = bus();
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Tail tail = bus.tail(
                Routes.EVENTS,
                "evt.*.custom.#",
                delivery -> seen.add(delivery.body().toString(UTF_8)))) {
            tail.watching().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            publishAll(bus, 0, 3);
            await().atMost(PATIENCE).until(() -> seen.size() == 3);
        }
        Recorder recorder = new Recorder();
        bus.subscribe(QUEUE, recorder);
        await().atMost(PATIENCE).until(() -> recorder.accepted().equals(numbers(0, 3)));
    }

    @Test
    void a_wrong_password_is_said_plainly_and_tried_again() {
        BrokerAddress right = broker.address();
        BrokerAddress wrong =
                new BrokerAddress(right.endpoints(), right.virtualHost(), right.user(), "wrong", Optional.empty());
        Bus bus = open(config(wrong));
        await().atMost(PATIENCE)
                .until(() -> bus.publishing() instanceof LinkState.Down down
                        && down.attempts() > 1
                        && down.why().contains("refused user or password"));
        assertThat(bus.publish(message(KEY, "x"))).isCompletedWithValueMatching(NotSent.class::isInstance);
    }

    // Small words for the stories above.

    private Bus bus() throws Exception {
        Bus bus = open(config(broker.address()));
        confirmEventually(bus, null);
        return bus;
    }

    private Bus busOverWire() throws Exception {
        BrokerAddress direct = broker.address();
        Bus bus = open(config(
                BrokerAddress.of("127.0.0.1", wire.port(), direct.virtualHost(), direct.user(), direct.password())));
        confirmEventually(bus, null);
        return bus;
    }

    private Bus open(BusConfig config) {
        Bus bus = Bus.open(config, new SimpleMeterRegistry(), Clock.systemUTC());
        open.add(bus);
        return bus;
    }

    static BusConfig config(BrokerAddress address) {
        Backoff quick = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));
        return BusConfig.of(address, "contract", Layout.sentinel(Partitions.DEFAULT))
                .withTimes(Duration.ofSeconds(3), Duration.ofMillis(500), quick)
                .withRetry(new RetryPolicy(3, new Backoff(Duration.ofMillis(10), Duration.ofMillis(50))));
    }

    /** Waits until the bus is up and, when a body is given, until a message with it is confirmed. */
    private static void confirmEventually(Bus bus, @org.jspecify.annotations.Nullable String body) {
        await().atMost(PATIENCE).until(() -> bus.publishing() instanceof LinkState.Up);
        if (body != null) {
            await().atMost(PATIENCE).until(() -> answer(bus.publish(message(KEY, body))) instanceof Confirmed);
        }
    }

    private static void publishAll(Bus bus, int from, int to) throws Exception {
        List<CompletableFuture<Confirmation>> answers = new ArrayList<>();
        for (String number : numbers(from, to)) {
            answers.add(bus.publish(message(KEY, number)));
        }
        for (CompletableFuture<Confirmation> each : answers) {
            assertThat(answer(each)).isInstanceOf(Confirmed.class);
        }
    }

    private static Parking.Parked parked(Bus bus, String body) {
        return bus.parking().list(10).stream()
                .filter(parked -> parked.body().equals(utf8(body)))
                .findFirst()
                .orElseThrow();
    }

    private static Outgoing message(String key, String body) {
        return new Outgoing(Routes.EVENTS, key, "id-" + body, "test", Map.of(), utf8(body));
    }

    private static Confirmation answer(CompletableFuture<Confirmation> publish) throws Exception {
        return publish.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static ByteString utf8(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static List<Outcome> accepts(List<Delivery> batch) {
        return batch.stream().map(delivery -> Outcome.ACCEPT).toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface ForeignTask {
        void on(Channel channel) throws Exception;
    }

    private void foreignPublish(String key, byte[] body) throws Exception {
        onForeignChannel(channel -> {
            channel.confirmSelect();
            channel.basicPublish(Routes.EVENTS, key, null, body);
            channel.waitForConfirmsOrDie(20_000);
        });
    }

    private void onForeignChannel(ForeignTask task) throws Exception {
        try (Connection connection = ForeignClient.connect(broker.address());
                Channel channel = connection.createChannel()) {
            task.on(channel);
        }
    }
}
