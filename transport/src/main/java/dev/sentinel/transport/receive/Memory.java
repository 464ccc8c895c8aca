package dev.sentinel.transport.receive;

import dev.sentinel.transport.inbox.Attempts;
import dev.sentinel.transport.inbox.Gap;
import dev.sentinel.transport.inbox.Inbox;
import dev.sentinel.transport.inbox.Sequences;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What receivers remember of the past, and how they forget in time. */
public record Memory(Inbox inbox, Attempts attempts, Sequences sequences) {

    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
    private static final int MOST_ATTEMPTS = 10_000;
    private static final int MOST_HOLES = 1_000;

    /** An event that comes back after {@code retention} counts as new. */
    public static Memory of(Duration retention) {
        return new Memory(
                new Inbox(retention),
                new Attempts(retention, MOST_ATTEMPTS),
                new Sequences(Duration.ofMinutes(2), retention, MOST_HOLES));
    }

    /** Says which numbers stayed away and forgets what is old; called now and then. */
    public void upkeep(Store store, Clock clock) {
        try {
            store.writeNow(sql -> sequences.overdue(sql, clock.instant())).forEach(Memory::warn);
            int forgotten = store.writeNow(sql -> inbox.prune(sql, clock.instant())
                    + attempts.prune(sql, clock.instant())
                    + sequences.prune(sql, clock.instant()));
            LOG.atDebug().addKeyValue("rows", forgotten).log("forgotten");
        } catch (StoreFault e) {
            LOG.atWarn().setCause(e).log("upkeep of the inbox has to wait");
        }
    }

    static void warn(Gap gap) {
        LOG.atWarn()
                .addKeyValue(
                        "source",
                        gap.source().getCollector() + "/" + gap.source().getInstance())
                .addKeyValue("from", gap.from())
                .addKeyValue("to", gap.to())
                .log("events of a source are missing");
    }
}
