package dev.sentinel.transport.spool;

import dev.sentinel.transport.store.StoreFault;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where events go: the first folder, else the second, else memory, and back again when a disk has healed. Each
 * disk has a thread of its own that may hang with it, so that nobody who offers an event ever waits for a failed one.
 */
final class Places implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private static final int MOST_SEGMENTS = 16;
    private static final int LOOKS_PER_STALL = 4;
    private static final int ADOPTED_AT_ONCE = 1_000;
    private static final long ADOPTED_BYTES = 4L << 20;

    private final Shared shared;
    private final Site first;
    private final Optional<Site> second;
    private final List<Segment> segments = new CopyOnWriteArrayList<>();
    private final ReentrantLock handing = new ReentrantLock();
    // Never touches a disk, and so never hangs with one.
    private final ScheduledExecutorService watch;
    private volatile Segment current;
    private volatile Condition condition = new Condition.Durable();
    // While a replacement is being opened, those whose disk failed wait for it here.
    private Optional<CompletableFuture<Segment>> moving = Optional.empty();

    private Places(Path first, Optional<Path> second, Shared shared) {
        this.shared = shared;
        this.first = new Site(first, "spool-tender");
        this.second = second.map(path -> new Site(path, "spool-tender-2"));
        this.current = memory();
        this.watch = Site.thread("spool-watch");
    }

    static Places open(Path first, Optional<Path> second, Shared shared) {
        SpoolLimits limits = shared.limits();
        Places places = new Places(first, second, shared);
        boolean open = false;
        try {
            places.settleIn();
            open = true;
        } finally {
            if (!open) {
                places.close();
            }
        }
        Site.every(limits.probe(), places.first.tender(), () -> places.tend(places.first));
        places.second.ifPresent(site -> Site.every(limits.probe(), site.tender(), () -> places.tend(site)));
        Site.every(limits.stall().dividedBy(LOOKS_PER_STALL), places.watch, places::look);
        return places;
    }

    Segment current() {
        return current;
    }

    Condition condition() {
        return condition;
    }

    /** Oldest first. */
    List<Segment> segments() {
        return segments.stream()
                .sorted(Comparator.comparingLong(Segment::number))
                .toList();
    }

    private MemorySegment memory() {
        return new MemorySegment(
                shared.nextNumber(), shared.nextEpoch(), shared.memory(), shared.tally(), shared.clock());
    }

    private void settleIn() {
        second.ifPresent(this::claimOrLog);
        try {
            List<FileSegment> there = claimed(first);
            place(there.isEmpty() ? first.fresh(shared) : there.getLast(), new Condition.Durable());
        } catch (StoreFault | UncheckedIOException e) {
            if (!Trouble.isOfTheDisk(e)) {
                throw e;
            }
            settleElsewhere(reason(e));
        }
    }

    private void claimOrLog(Site site) {
        try {
            claimed(site);
        } catch (StoreFault | UncheckedIOException e) {
            if (!Trouble.isOfTheDisk(e)) {
                throw e;
            }
            LOG.atWarn().addKeyValue("folder", site.path()).setCause(e).log("the second spool folder cannot be used");
        }
    }

    private void settleElsewhere(String why) {
        if (second.isPresent() && second.get().isClaimed()) {
            try {
                place(second.get().fresh(shared), new Condition.SecondFolder(why));
                return;
            } catch (StoreFault | UncheckedIOException e) {
                LOG.atWarn().setCause(e).log("the second spool folder fails too");
            }
        }
        place(current, new Condition.MemoryOnly(why));
    }

    private List<FileSegment> claimed(Site site) {
        List<FileSegment> there = site.claim(shared);
        segments.addAll(there);
        return there;
    }

    private synchronized void place(Segment next, Condition then) {
        if (!segments.contains(next)) {
            segments.add(next);
        }
        current = next;
        condition = then;
        switch (then) {
            case Condition.Durable durable -> LOG.atInfo().log("the spool keeps events on its disk");
            case Condition.SecondFolder elsewhere ->
                LOG.atError().addKeyValue("why", elsewhere.why()).log("the spool keeps events in its second folder");
            case Condition.MemoryOnly memory ->
                LOG.atError().addKeyValue("why", memory.why()).log("the spool keeps events in memory only");
        }
    }

    /** Offers an event to a segment, and to its replacement when the disk below it fails. */
    CompletableFuture<Spooled> offer(Segment to, Item item) {
        return to.offer(item).exceptionallyCompose(failure -> {
            Throwable cause = Trouble.cause(failure);
            // A file that was let go of a moment ago refuses as well.
            return Trouble.isOfTheDisk(cause) || !current.equals(to)
                    ? elsewhere(to, cause).thenCompose(next -> offer(next, item))
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private synchronized CompletableFuture<Segment> elsewhere(Segment failed, Throwable cause) {
        if (moving.isPresent()) {
            return moving.get();
        }
        if (!current.equals(failed)) {
            return CompletableFuture.completedFuture(current);
        }
        String why = reason(cause);
        if (failed instanceof FileSegment file && Trouble.isStall(cause)) {
            file.silence();
        }
        if (second.isEmpty() || condition instanceof Condition.SecondFolder) {
            place(memory(), new Condition.MemoryOnly(why));
            return CompletableFuture.completedFuture(current);
        }
        CompletableFuture<Segment> move = new CompletableFuture<>();
        moving = Optional.of(move);
        second.get().tender().execute(() -> moveToSecond(second.get(), why, move));
        // The second disk may hang as well.
        var unused =
                watch.schedule(() -> giveUp(move, why), shared.limits().stall().toMillis(), TimeUnit.MILLISECONDS);
        return move;
    }

    private void moveToSecond(Site site, String why, CompletableFuture<Segment> move) {
        try {
            FileSegment fresh = freshIn(site);
            Condition then = new Condition.SecondFolder(why);
            if (arrived(move, fresh, then)) {
                move.complete(fresh);
            } else {
                handOver(fresh, then);
            }
        } catch (StoreFault | UncheckedIOException | CompletionException e) {
            giveUp(move, why + "; " + reason(Trouble.cause(e)));
        }
    }

    private synchronized boolean arrived(CompletableFuture<Segment> move, FileSegment fresh, Condition then) {
        if (moving.filter(move::equals).isEmpty()) {
            return false;
        }
        moving = Optional.empty();
        place(fresh, then);
        return true;
    }

    private void giveUp(CompletableFuture<Segment> move, String why) {
        MemorySegment memory = memory();
        synchronized (this) {
            if (moving.filter(move::equals).isEmpty()) {
                return;
            }
            moving = Optional.empty();
            place(memory, new Condition.MemoryOnly(why));
        }
        move.complete(memory);
    }

    private String reason(Throwable cause) {
        return Trouble.reason(cause, shared.limits().stall());
    }

    private FileSegment freshIn(Site site) {
        claimed(site);
        return site.fresh(shared);
    }

    private void look() {
        for (Segment segment : segments) {
            if (segment instanceof FileSegment file) {
                file.giveUpWhenStalled();
            }
        }
    }

    /** A tender's round: go back to a better place, let go of files that are empty. */
    private void tend(Site site) {
        try {
            better(site).ifPresent(then -> improve(site, then));
            for (Segment segment : segments) {
                if (segment instanceof FileSegment file && site.holds(file)) {
                    file.listenAgain();
                    letGoOfEmpty(file);
                }
            }
        } catch (RuntimeException e) {
            // The next round must come in any case.
            LOG.atError().setCause(e).log("tending the spool failed");
        }
    }

    /** The condition that the site would bring about, when that is better than the one there is. */
    private Optional<Condition> better(Site site) {
        boolean isFirst = site.equals(first);
        return switch (condition) {
            case Condition.Durable durable -> Optional.empty();
            case Condition.SecondFolder elsewhere -> isFirst ? Optional.of(new Condition.Durable()) : Optional.empty();
            case Condition.MemoryOnly memory ->
                Optional.of(isFirst ? new Condition.Durable() : new Condition.SecondFolder(memory.why()));
        };
    }

    private void improve(Site site, Condition then) {
        if (segments.size() >= MOST_SEGMENTS) {
            LOG.atWarn().addKeyValue("files", segments.size()).log("too many spool files wait to be delivered");
            return;
        }
        try {
            handOver(freshIn(site), then);
        } catch (StoreFault | UncheckedIOException | CompletionException e) {
            LOG.atDebug().addKeyValue("folder", site.path()).setCause(e).log("a spool folder still fails");
        }
    }

    /** Makes a file the current segment; what memory held is on disk before anything new is. */
    private void handOver(FileSegment fresh, Condition then) {
        boolean done = false;
        // The other disk may have healed in the same moment; the next round finds out who is better.
        boolean mine = handing.tryLock();
        try {
            done = mine && takeOver(current, fresh, then);
        } finally {
            if (mine) {
                handing.unlock();
            }
            if (!done) {
                fresh.close();
                SpoolFolder.delete(fresh.file());
            }
        }
    }

    private boolean takeOver(Segment from, FileSegment fresh, Condition then) {
        return switch (from) {
            case MemorySegment memory -> {
                moveInto(fresh, memory, then);
                yield true;
            }
            case FileSegment file -> placeAfter(file, fresh, then);
        };
    }

    // Its disk may have failed just now, and what came to memory since must not be left behind there.
    private synchronized boolean placeAfter(FileSegment expected, FileSegment fresh, Condition then) {
        if (!current.equals(expected)) {
            return false;
        }
        place(fresh, then);
        return true;
    }

    private void moveInto(FileSegment fresh, MemorySegment memory, Condition then) {
        long copied = copy(memory, 0, fresh);
        CompletableFuture<Segment> successor = memory.seal();
        boolean whole = false;
        try {
            copy(memory, copied, fresh);
            place(fresh, then);
            segments.remove(memory);
            whole = true;
        } finally {
            if (!whole) {
                memory.unseal();
            }
            successor.complete(whole ? fresh : memory);
        }
        memory.close();
    }

    private long copy(MemorySegment memory, long after, FileSegment to) {
        long copied = after;
        while (true) {
            List<SpooledEvent> more = memory.next(copied, ADOPTED_AT_ONCE, ADOPTED_BYTES);
            if (more.isEmpty()) {
                return copied;
            }
            to.adopt(more)
                    .orTimeout(shared.limits().stall().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            copied = Rows.local(more.getLast().row());
        }
    }

    private void letGoOfEmpty(FileSegment file) {
        if (!file.equals(current) && file.isSettled()) {
            segments.remove(file);
            file.close();
            SpoolFolder.delete(file.file());
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
        first.stop();
        second.ifPresent(Site::stop);
        segments.forEach(Segment::close);
        first.close();
        second.ifPresent(Site::close);
    }
}
