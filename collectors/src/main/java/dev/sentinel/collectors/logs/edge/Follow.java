package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.machine.HostRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was and is written under one name: the file of now, and those that bore the name before and are still to be
 * read to their end.
 */
final class Follow {
    /** Who rotates faster than anybody reads loses lines; holding more deleted files would fill the disk. */
    private static final int MOST_LEAVING = 4;
    /** Writers go on in a renamed file until they are told. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final FileFinder.Found found;
    private final HostRoot root;
    private final Tail.Taker taker;
    private final Losses losses;
    private final Deque<Leaving> leaving = new ArrayDeque<>();
    private Optional<Tail> current = Optional.empty();
    private Optional<Position> remembered;
    private boolean gone;
    private boolean shadow;
    private Instant grew = Instant.EPOCH;

    private record Leaving(Tail tail, Instant since) {}

    /** Learns of lines that nobody will read. */
    interface Losses {
        /**
         * Lines were lost.
         *
         * @param lines about how many, at least one
         */
        void lost(long lines, long bytes);
    }

    /** Goes on where it was remembered to have been, or else begins. */
    Follow(FileFinder.Found found, HostRoot root, Optional<Position> remembered, Tail.Taker taker, Losses losses) {
        this.found = found;
        this.root = root;
        this.remembered = remembered;
        this.taker = taker;
        this.losses = losses;
    }

    /** Finds out what became of the file since the last time; a file never seen is read from its last bytes, that many. */
    void attend(Instant now, long lastBytes) throws IOException {
        FileIdentity identity;
        Path file;
        try {
            file = root.real(found.path());
            identity = FileIdentity.of(file);
        } catch (NoSuchFileException e) {
            vanished(now);
            return;
        }
        gone = false;
        if (current.isEmpty()) {
            begin(file, identity, lastBytes, now);
        } else if (!identity.is(current.get().identity())) {
            rotated(file, identity, now);
        } else {
            unchanged(file, identity, now);
        }
    }

    private void begin(Path file, FileIdentity identity, long lastBytes, Instant now) throws IOException {
        if (remembered.isEmpty()) {
            long offset = Math.max(0, identity.size() - lastBytes);
            current = Optional.of(tail(file, identity, offset).skippingFirst());
        } else {
            Position position = remembered.get();
            boolean same =
                    identity.is(position) && identity.size() >= position.offset() && Lineage.beginsLike(file, position);
            if (same) {
                current = Optional.of(tail(file, identity, position.offset()).knowing(position));
            } else {
                afterwards(file, position, identity, now, true);
                current = Optional.of(tail(file, identity, 0));
            }
        }
        remembered = Optional.empty();
    }

    private void rotated(Path file, FileIdentity identity, Instant now) throws IOException {
        Tail old = current.orElseThrow();
        boolean open = old.isOpen();
        if (open) {
            leave(old, now);
        }
        afterwards(file, old.position(), identity, now, !open);
        current = Optional.of(tail(file, identity, 0));
    }

    private void unchanged(Path file, FileIdentity identity, Instant now) throws IOException {
        Tail tail = current.orElseThrow();
        boolean different = !tail.saw(identity);
        if (!different) {
            return;
        }
        if (!tail.open()) {
            // It was renamed this very moment; the next look sees it.
            return;
        }
        if (tail.truncated()) {
            boolean complete = afterwards(file, tail.position(), identity, now, false);
            if (!complete) {
                tail.finish(now, taker);
                long missed = tail.missed();
                if (missed > 0) {
                    losses.lost(tail.linesIn(missed), missed);
                }
            }
            tail.close();
            current = Optional.of(tail(file, identity, 0));
        } else {
            tail.seen(identity);
            grew = now;
        }
    }

    /** Queues what was written after a position under other names; whether the file of the position was among them. */
    private boolean afterwards(Path file, Position position, FileIdentity identity, Instant now, boolean own)
            throws IOException {
        Lineage.Rest rest = new Lineage(file).after(position, identity);
        for (Lineage.Part part : rest.parts()) {
            boolean isOpenAlready =
                    leaving.stream().anyMatch(each -> each.tail().identity().is(part.identity()));
            if (!isOpenAlready) {
                Tail tail = tail(part.path(), part.identity(), part.offset());
                if (tail.open()) {
                    leave(tail, now.minus(GRACE));
                }
            }
        }
        if (own && !rest.complete()) {
            losses.lost(1, 0);
        }
        return rest.complete();
    }

    private void leave(Tail tail, Instant since) throws IOException {
        leaving.add(new Leaving(tail, since));
        if (leaving.size() > MOST_LEAVING) {
            Tail abandoned = leaving.remove().tail();
            long bytes = abandoned.behind();
            if (bytes > 0) {
                losses.lost(abandoned.linesIn(bytes), bytes);
            }
            abandoned.close();
        }
    }

    private void vanished(Instant now) throws IOException {
        gone = true;
        if (current.isPresent()) {
            Tail last = current.get();
            current = Optional.empty();
            remembered = Optional.empty();
            if (last.isOpen()) {
                leave(last, now.minus(GRACE));
            } else {
                last.finish(now, taker);
            }
        }
    }

    /** Which file it is now. */
    Optional<List<Long>> identity() {
        return current.map(Tail::identity).map(each -> List.of(each.device(), each.inode()));
    }

    /** Whether another name of the same file is read, so that this one need not be. */
    void shadow(boolean isShadow) throws IOException {
        if (isShadow && !shadow) {
            close();
        }
        shadow = isShadow;
    }

    /** Reads one buffer full of the oldest that is left; 0 when everything was read. */
    int step(ByteBuffer buffer, Instant now) throws IOException {
        if (shadow) {
            return 0;
        }
        while (!leaving.isEmpty()) {
            Leaving oldest = leaving.getFirst();
            int count = oldest.tail().step(buffer, now, taker);
            if (count > 0) {
                return count;
            }
            if (now.isBefore(oldest.since().plus(GRACE))) {
                break;
            }
            oldest.tail().finish(now, taker);
            oldest.tail().close();
            leaving.remove();
        }
        return current.isPresent() ? current.get().step(buffer, now, taker) : 0;
    }

    void flush(Instant now) {
        leaving.forEach(each -> each.tail().flush(now, taker));
        current.ifPresent(tail -> tail.flush(now, taker));
    }

    /** Whether nothing is left of it, not even to be read. */
    boolean isOver() {
        return gone && leaving.isEmpty();
    }

    Optional<Position> position() throws IOException {
        if (shadow) {
            return Optional.empty();
        }
        for (Leaving each : leaving) {
            if (each.tail().behind() > 0 || !each.tail().isIdle()) {
                return Optional.of(each.tail().position());
            }
        }
        return current.map(Tail::position).or(() -> remembered);
    }

    boolean isOpen() {
        return current.filter(Tail::isOpen).isPresent();
    }

    Instant grew() {
        return grew;
    }

    /** Lets go of the file of now; it is opened again when it grows. */
    void rest() throws IOException {
        if (current.isPresent()) {
            current.get().close();
        }
    }

    void close() throws IOException {
        rest();
        for (Leaving each : leaving) {
            each.tail().close();
        }
        leaving.clear();
    }

    FileFinder.Found found() {
        return found;
    }

    private Tail tail(Path file, FileIdentity identity, long offset) {
        return new Tail(file, identity, offset, found.envelope());
    }
}
