package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/** One file that is read as it grows. It may be renamed meanwhile; an open one is read to its end even when it is deleted. */
final class Tail implements AutoCloseable {
    private final Path path;
    private final Optional<Envelope> envelope;
    private final FileIdentity identity;
    private final LineCutter cutter;
    private final EntryStream entries = new EntryStream();
    private Optional<FileChannel> channel = Optional.empty();
    private long read;
    private long lines;
    private long bytes;
    private boolean skipsFirst;
    private int headLength;
    private long head;
    private long modifiedMillis;
    private long lastSize;

    /** Takes entries. */
    @FunctionalInterface
    interface Taker {
        void take(Entry entry);
    }

    /** Reads a file from an offset; without an envelope each line is looked at for what it is wrapped in. */
    Tail(Path path, FileIdentity identity, long offset, Optional<Envelope> envelope) {
        this.path = path;
        this.identity = identity;
        this.envelope = envelope;
        this.cutter = new LineCutter(offset);
        this.read = offset;
        this.modifiedMillis = identity.modifiedMillis();
    }

    /** Begins in the middle of a line, which is passed over. */
    Tail skippingFirst() {
        skipsFirst = read > 0;
        return this;
    }

    /** Knows the head of the file from an earlier time. */
    Tail knowing(Position position) {
        headLength = position.headLength();
        head = position.head();
        return this;
    }

    FileIdentity identity() {
        return identity;
    }

    Path path() {
        return path;
    }

    boolean isOpen() {
        return channel.isPresent();
    }

    /** Opens the file, if it is still the same. */
    boolean open() throws IOException {
        if (channel.isEmpty()) {
            FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
            if (!FileIdentity.of(path).is(identity)) {
                opened.close();
                return false;
            }
            channel = Optional.of(opened);
        }
        return true;
    }

    /** Whether it was truncated: it is shorter than what was read of it, or begins in another way. */
    boolean truncated() throws IOException {
        if (channel.isEmpty()) {
            return false;
        }
        return channel.get().size() < read || (headLength > 0 && FileIdentity.head(channel.get(), headLength) != head);
    }

    /** How much is still to be read. */
    long behind() throws IOException {
        return channel.isPresent() ? Math.max(0, channel.get().size() - read) : 0;
    }

    /** Whether this is how the file was when all of it had been read. */
    boolean saw(FileIdentity now) {
        return now.modifiedMillis() == modifiedMillis && now.size() == read;
    }

    void seen(FileIdentity now) {
        modifiedMillis = now.modifiedMillis();
        lastSize = now.size();
    }

    /** What it had more than was read when it was last looked at. */
    long missed() {
        return Math.max(0, lastSize - read);
    }

    /** Reads at most one buffer full; 0 at the end. */
    int step(ByteBuffer buffer, Instant now, Taker taker) throws IOException {
        if (channel.isEmpty()) {
            return 0;
        }
        buffer.clear();
        int count = channel.get().read(buffer, read);
        if (count <= 0) {
            return 0;
        }
        read += count;
        cutter.feed(buffer.flip(), (line, offset) -> line(line, offset, now, taker));
        remember();
        return count;
    }

    private void remember() throws IOException {
        if (headLength < Position.HEAD && read > headLength) {
            headLength = (int) Math.min(Position.HEAD, read);
            head = FileIdentity.head(channel.orElseThrow(), headLength);
        }
    }

    private void line(byte[] line, long offset, Instant now, Taker taker) {
        lines++;
        bytes += line.length + 1;
        if (skipsFirst) {
            skipsFirst = false;
            return;
        }
        entries.add(envelope.orElseGet(() -> wrapping(line)).open(line), offset, now)
                .forEach(taker::take);
    }

    /** Docker wraps lines in JSON, the other runtimes put a time before them. */
    private static Envelope wrapping(byte[] line) {
        return line.length > 0 && line[0] == '{' ? Envelope.DOCKER : Envelope.CRI;
    }

    /** What waited for more lines long enough. */
    void flush(Instant now, Taker taker) {
        entries.flush(now).forEach(taker::take);
    }

    /** Nothing more comes: also the last line is one that nobody ended. */
    void finish(Instant now, Taker taker) {
        cutter.finish((line, offset) -> line(line, offset, now, taker));
        entries.finish(now).forEach(taker::take);
    }

    boolean isIdle() {
        return entries.isIdle();
    }

    /** About so many lines are in so many bytes of it. */
    long linesIn(long someBytes) {
        return Math.max(1, lines == 0 ? someBytes / 160 : someBytes * lines / Math.max(1, bytes));
    }

    /** From here on reading would begin after a stop. */
    Position position() {
        return new Position(
                identity.device(), identity.inode(), entries.safe(cutter.begin()), headLength, head, modifiedMillis);
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
            channel = Optional.empty();
        }
    }
}
