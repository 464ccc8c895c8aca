package dev.sentinel.transport.receive;

import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.bus.NotNow;
import dev.sentinel.transport.bus.Outcome;
import dev.sentinel.transport.inbox.Attempts;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import java.time.Clock;
import java.util.List;

/** Finds the message that kills its consumer again and again: it is parked instead of started once more. */
final class Starts {

    private final Store store;
    private final Attempts attempts;
    private final int most;
    private final Clock clock;
    // A message that waits for the world is handed over many times but started once.
    private String counted = "";

    Starts(Store store, Attempts attempts, int most, Clock clock) {
        this.store = store;
        this.attempts = attempts;
        this.most = most;
        this.clock = clock;
    }

    boolean tooMany(Delivery delivery) {
        if (!delivery.redelivered() || counted.equals(delivery.messageId())) {
            return false;
        }
        try {
            int starts = store.writeNow(sql -> attempts.startedAgain(sql, delivery.messageId(), clock.instant()));
            counted = delivery.messageId();
            return starts > most;
        } catch (StoreFault e) {
            throw judged(e, "attempts cannot be counted: ");
        }
    }

    Outcome parked() {
        return new Outcome.Park("its consumer stopped " + most + " times while working on it");
    }

    void forget(Sql sql, List<Delivery> batch) {
        attempts.forget(
                sql,
                batch.stream()
                        .filter(Delivery::redelivered)
                        .map(Delivery::messageId)
                        .toList());
    }

    /** A full disk or a lost database is nobody's fault among the messages; values that no table takes are. */
    static RuntimeException judged(StoreFault e, String what) {
        return switch (e.kind()) {
            case CONSTRAINT, STATEMENT -> e;
            case CORRUPT,
                    FOREIGN,
                    NEWER_SCHEMA,
                    CHANGED_SCHEMA,
                    MISSING,
                    DENIED,
                    DISK_FULL,
                    IO_ERROR,
                    READ_ONLY,
                    BUSY,
                    OVERLOADED,
                    UNREACHABLE,
                    OUTCOME_UNKNOWN,
                    CLOSED -> new NotNow(what + e.getMessage(), e);
        };
    }
}
