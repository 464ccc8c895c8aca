package dev.sentinel.proto;

import dev.sentinel.v1.Event;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids of events: UUIDs of version 7 whose time is that of the fact and whose rest is a hash of it. A fact seen twice, by a
 * restarted collector or by two of them, gets the same id twice, and the receivers' inboxes do the rest.
 */
public final class EventIds {
    private static final long LATEST_MS = (1L << 48) - 1;
    // The text form is kept to lower case, because ids are compared as text in the store.
    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private EventIds() {}

    /** The id of a fact that happened then and is told apart from all others by these bytes. */
    public static String of(Instant occurredAt, byte[] content) {
        long ms = occurredAt.toEpochMilli();
        if (ms < 0 || ms > LATEST_MS) {
            throw new IllegalArgumentException("no event id can be made for " + occurredAt
                    + ": a UUIDv7 holds times from 1970 to 10889; look at the clock of the source");
        }
        ByteBuffer hash = ByteBuffer.wrap(CanonicalBytes.sha256(content));
        long high = ms << 16 | 0x7000 | (hash.getShort() & 0x0fff);
        long low = 0x8000_0000_0000_0000L | (hash.getLong() & 0x3fff_ffff_ffff_ffffL);
        return new UUID(high, low).toString();
    }

    /**
     * The id of an event by what it says. How and when it was noticed and sent (id, sequence, observed_at, traceparent) does
     * not count, and neither does which instance of the collector saw it.
     */
    public static String of(Event event) {
        Event.Builder fact =
                event.toBuilder().clearId().clearSequence().clearObservedAt().clearTraceparent();
        fact.getSourceBuilder().clearInstance();
        Instant occurredAt = Instant.ofEpochSecond(
                event.getOccurredAt().getSeconds(), event.getOccurredAt().getNanos());
        return of(occurredAt, CanonicalBytes.of(fact.build()));
    }

    /** Whether this is an id as made here; stricter than the contract, which takes any UUID from foreign publishers. */
    public static boolean isValid(String id) {
        return SHAPE.matcher(id).matches();
    }
}
