package dev.sentinel.transport.bus;

import com.google.protobuf.ByteString;
import dev.sentinel.transport.routing.Routes;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where messages go that cannot be used, with the reason; and the way back. Works the same on every broker. */
public final class Parking {

    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
    private static final int MAX_REASON = 1_000;

    private static final String ID = "x-sentinel-parked-id";
    private static final String ERROR = "x-sentinel-error";
    private static final String AT = "x-sentinel-parked-at";
    private static final String QUEUE = "x-sentinel-queue";
    private static final String EXCHANGE = "x-sentinel-exchange";
    private static final String KEY = "x-sentinel-routing-key";
    private static final String ATTEMPTS = "x-sentinel-attempts";

    /** A message that was put aside. */
    public record Parked(
            String id,
            Instant at,
            String why,
            int attempts,
            String queue,
            String exchange,
            String routingKey,
            String messageId,
            String type,
            ByteString body) {}

    private final Publisher publisher;
    private final Browser browser;
    private final BusConfig config;
    private final Clock clock;

    Parking(Publisher publisher, Browser browser, BusConfig config, Clock clock) {
        this.publisher = publisher;
        this.browser = browser;
        this.config = config;
        this.clock = clock;
    }

    /** True when the broker has confirmed that the message is parked. */
    boolean park(Delivery delivery, String why, int attempts) {
        Map<String, String> headers = new HashMap<>(delivery.headers());
        headers.put(ID, UUID.randomUUID().toString());
        headers.put(ERROR, why.length() > MAX_REASON ? why.substring(0, MAX_REASON) : why);
        headers.put(AT, clock.instant().toString());
        headers.put(QUEUE, delivery.queue());
        headers.put(EXCHANGE, delivery.exchange());
        headers.put(KEY, delivery.routingKey());
        headers.put(ATTEMPTS, Integer.toString(attempts));
        Outgoing aside = new Outgoing(
                Routes.PARKING, delivery.queue(), delivery.messageId(), delivery.type(), headers, delivery.body());
        boolean parked = await(publisher.publishAnySize(aside)) instanceof Confirmation.Confirmed;
        LOG.atWarn()
                .addKeyValue("queue", delivery.queue())
                .addKeyValue("message", delivery.messageId())
                .addKeyValue("why", why)
                .log(parked ? "message parked" : "message could not be parked yet");
        return parked;
    }

    /** The oldest parked messages; they stay where they are. */
    public List<Parked> list(int max) {
        return browser.read(Routes.PARKING, max).stream().map(Parking::parked).toList();
    }

    public Optional<Parked> find(String id) {
        return browser.read(Routes.PARKING, Integer.MAX_VALUE).stream()
                .map(Parking::parked)
                .filter(parked -> parked.id().equals(id))
                .findFirst();
    }

    /** Sends it the way it came, then takes it out of parking; empty when there is no such message. */
    public Optional<Confirmation> replay(String id) {
        return browser.take(Routes.PARKING, delivery -> parked(delivery).id().equals(id), delivery -> {
            Parked parked = parked(delivery);
            Map<String, String> headers = new HashMap<>(delivery.headers());
            List.of(ID, ERROR, AT, QUEUE, EXCHANGE, KEY, ATTEMPTS).forEach(headers::remove);
            return await(publisher.publishAnySize(new Outgoing(
                    parked.exchange(),
                    parked.routingKey(),
                    parked.messageId(),
                    parked.type(),
                    headers,
                    parked.body())));
        });
    }

    /** Takes it out of parking for good; false when there is no such message. */
    public boolean drop(String id) {
        return browser.take(
                        Routes.PARKING,
                        delivery -> parked(delivery).id().equals(id),
                        delivery -> new Confirmation.Confirmed())
                .isPresent();
    }

    private Confirmation await(java.util.concurrent.CompletableFuture<Confirmation> answer) {
        try {
            return answer.get(config.confirmTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Confirmation.Unknown("interrupted while waiting for the confirm");
        } catch (ExecutionException | TimeoutException e) {
            return new Confirmation.Unknown("no confirm: " + e.getMessage());
        }
    }

    private static Parked parked(Delivery delivery) {
        Map<String, String> headers = delivery.headers();
        return new Parked(
                headers.getOrDefault(ID, delivery.messageId()),
                instant(headers.getOrDefault(AT, "")),
                headers.getOrDefault(ERROR, "no reason was given"),
                number(headers.getOrDefault(ATTEMPTS, "")),
                headers.getOrDefault(QUEUE, ""),
                headers.getOrDefault(EXCHANGE, delivery.exchange()),
                headers.getOrDefault(KEY, delivery.routingKey()),
                delivery.messageId(),
                delivery.type(),
                delivery.body());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
