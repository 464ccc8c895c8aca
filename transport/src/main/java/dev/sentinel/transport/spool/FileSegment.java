package dev.sentinel.transport.spool;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.transport.store.Schema;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.transport.store.StoreLimits;
import dev.sentinel.transport.store.Work;
import dev.sentinel.v1.Event;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of the spool. Once its disk has failed it is only emptied; new events go to another segment. */
final class FileSegment implements Segment {
    private static final Logger LOG = LoggerFactory.getLogger(FileSegment.class);
    // "SNSP" in ASCII.
    private static final Schema SCHEMA = new Schema("dev/sentinel/transport/spool/migrations", 0x534e5350);
    private static final int QUEUE = 10_000;
    private static final int GROUP = 512;
    private static final long SLACK_BYTES = 64L << 20;

    private final long number;
    private final Path file;
    private final Store store;
    private final long epoch;
    private final Usage usage;
    private final Tally tally;
    private final Clock clock;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Answers answers;
    // Delivered, but still in a file that could not be written since. No more than the file has rows.
    private final Set<Long> delivered = ConcurrentHashMap.newKeySet();
    private volatile Optional<Instant> oldest = Optional.empty();
    private volatile boolean mute;
    private volatile boolean uncertain;

    private FileSegment(long number, Path file, Store store, Table.Stock stock, Shared shared) {
        this.number = number;
        this.file = file;
        this.store = store;
        this.epoch = stock.epoch();
        this.oldest = stock.oldest();
        this.answers = new Answers(shared.limits().stall());
        this.usage = shared.usage();
        this.tally = shared.tally();
        this.clock = shared.clock();
        count(stock.records(), stock.bytes());
    }

    /** Opens a file, or makes it with the given epoch. */
    static FileSegment open(Path file, long number, long newEpoch, Shared shared) {
        SpoolLimits limits = shared.limits();
        // The bound is kept event by event; that of the file only stands behind it.
        StoreLimits storeLimits = new StoreLimits(QUEUE, GROUP, limits.stall(), 2, 2 * limits.maxBytes() + SLACK_BYTES);
        Store store = Store.open(new StoreConfig.Sqlite(file), SCHEMA, storeLimits, shared.clock());
        boolean ready = false;
        try {
            Table.Stock stock = store.writeNow(sql -> Table.stock(sql, newEpoch));
            ready = true;
            return new FileSegment(number, file, store, stock, shared);
        } finally {
            if (!ready) {
                store.close();
            }
        }
    }

    @Override
    public long number() {
        return number;
    }

    long epoch() {
        return epoch;
    }

    Path file() {
        return file;
    }

    @Override
    public CompletableFuture<Spooled> offer(Item item) {
        Offer offer = new Offer(item, this, usage, tally, clock.instant());
        return write(offer).whenComplete((outcome, failure) -> {
            if (failure == null) {
                offer.settled(outcome);
            } else if (!uncertain) {
                offer.undo();
            }
        });
    }

    /** Takes over events that already have their numbers. */
    CompletableFuture<Integer> adopt(List<SpooledEvent> events) {
        Instant now = clock.instant();
        return write(sql -> {
                    for (SpooledEvent event : events) {
                        Item item = new Item(event.event());
                        Table.insert(
                                sql,
                                item,
                                item.sequence().getEpoch(),
                                item.sequence().getNumber(),
                                now);
                    }
                    takeStock(sql);
                    return events.size();
                })
                .whenComplete((taken, failure) -> noteOldest(now));
    }

    // On the writer's thread, where nobody else changes the figures meanwhile.
    private void takeStock(Sql sql) {
        Table.Stock stock = Table.stock(sql, epoch);
        count(stock.records() - records.get(), stock.bytes() - bytes.get());
        oldest = stock.oldest();
    }

    private <T> CompletableFuture<T> write(Work<T> work) {
        return answers.await(store.write(work));
    }

    /** A disk that hangs gives no error at all: when nothing has come back for too long, nobody waits any more. */
    void giveUpWhenStalled() {
        if (answers.areOverdue()) {
            // The writes may still happen: the figures have to be taken anew.
            uncertain = true;
            answers.giveUp();
        }
    }

    @Override
    public List<SpooledEvent> next(long afterLocalRow, int max, long maxBytes) {
        long after = afterLocalRow;
        while (!mute) {
            long from = after;
            List<Table.Waiting> waiting = store.read(sql -> Table.read(sql, from, max, maxBytes));
            List<SpooledEvent> events = undelivered(waiting);
            if (!events.isEmpty() || waiting.isEmpty()) {
                return events;
            }
            after = waiting.getLast().row();
        }
        return List.of();
    }

    private List<SpooledEvent> undelivered(List<Table.Waiting> waiting) {
        List<SpooledEvent> events = new ArrayList<>();
        List<Long> damaged = new ArrayList<>();
        for (Table.Waiting row : waiting) {
            if (!delivered.contains(row.row())) {
                decoded(row)
                        .ifPresentOrElse(
                                event -> events.add(new SpooledEvent(Rows.of(number, row.row()), event)),
                                () -> damaged.add(row.row()));
            }
        }
        if (!damaged.isEmpty()) {
            LOG.atError().addKeyValue("file", file).addKeyValue("rows", damaged).log("spooled events are damaged");
            tally.unreadable(damaged.size());
            delivered(damaged);
        }
        return events;
    }

    private static Optional<Event> decoded(Table.Waiting row) {
        try {
            return Optional.of(Item.numbered(row.body(), row.epoch(), row.number()));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delivered(Collection<Long> localRows) {
        delivered.addAll(localRows);
        if (!mute) {
            forgetDelivered();
        }
    }

    private void forgetDelivered() {
        List<Long> rows = List.copyOf(delivered);
        try {
            Table.Stock gone = write(sql -> delete(sql, rows)).join();
            rows.forEach(delivered::remove);
            count(-gone.records(), -gone.bytes());
            oldest = gone.oldest();
        } catch (CompletionException e) {
            if (!Trouble.isOfTheDisk(Trouble.cause(e))) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("events", rows.size())
                    .setCause(e.getCause())
                    .log("delivered events could not be deleted yet; after a crash they are sent again");
        }
    }

    private Table.Stock delete(Sql sql, List<Long> rows) {
        if (uncertain) {
            takeStock(sql);
            uncertain = false;
        }
        return Table.delete(sql, rows);
    }

    @Override
    public void attempted(Collection<Long> localRows, String error) {
        if (mute) {
            return;
        }
        var unused = write(sql -> Table.attempted(sql, localRows, error)).whenComplete((touched, failure) -> {
            if (failure != null) {
                LOG.atDebug().setCause(failure).log("attempts could not be noted");
            }
        });
    }

    void count(long moreRecords, long moreBytes) {
        records.addAndGet(moreRecords);
        bytes.addAndGet(moreBytes);
        usage.add(moreRecords, moreBytes);
    }

    void noteOldest(Instant since) {
        if (oldest.isEmpty()) {
            oldest = Optional.of(since);
        }
    }

    @Override
    public Optional<Instant> oldest() {
        return isEmpty() ? Optional.empty() : oldest;
    }

    @Override
    public boolean isEmpty() {
        return records.get() - delivered.size() <= 0;
    }

    /** Whether nothing is in the file, nor on its way there. */
    boolean isSettled() {
        return isEmpty() && !mute && !uncertain && answers.isEmpty();
    }

    /** Keeps everybody who must not hang away from a disk that does not answer. */
    void silence() {
        mute = true;
    }

    /** Waits for a disk that did not answer; once it does, everybody may touch the file again. */
    void listenAgain() {
        if (!mute) {
            return;
        }
        try {
            store.writeNow(sql -> {
                takeStock(sql);
                return 0;
            });
            uncertain = false;
            mute = false;
        } catch (StoreFault e) {
            LOG.atDebug().setCause(e).log("a spool file still fails");
        }
    }

    @Override
    public void close() {
        store.close();
        count(-records.get(), -bytes.get());
    }
}
