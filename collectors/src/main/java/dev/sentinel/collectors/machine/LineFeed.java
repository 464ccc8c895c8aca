package dev.sentinel.collectors.machine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lines of a stream that speaks when it likes, taken in batches. While nobody takes them the stream waits. */
public final class LineFeed implements AutoCloseable {
    private static final int MOST_WAITING = 64;
    private static final int MOST_AT_ONCE = 500;
    /** More than any reading looks at of one line. */
    private static final int LONGEST = 128 * 1024;

    private final InputStream stream;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread reader;

    /** Begins to read; the name is for the thread. */
    public LineFeed(InputStream stream, String name) {
        this.stream = stream;
        this.reader = Thread.ofPlatform().daemon().name(name).start(this::read);
    }

    private void read() {
        try (InputStream buffered = new BufferedInputStream(stream)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int each = buffered.read(); each >= 0; each = buffered.read()) {
                if (each == '\n') {
                    lines.put(line.toByteArray());
                    line.reset();
                } else if (line.size() < LONGEST) {
                    line.write(each);
                }
            }
        } catch (IOException e) {
            // It was ended, by either side.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next lines; none when none came for the time. */
    public List<byte[]> take(long millis) throws InterruptedException {
        List<byte[]> taken = new ArrayList<>();
        Optional<byte[]> next = Optional.ofNullable(lines.poll(millis, TimeUnit.MILLISECONDS));
        while (next.isPresent()) {
            taken.add(next.get());
            next = taken.size() < MOST_AT_ONCE ? Optional.ofNullable(lines.poll()) : Optional.empty();
        }
        return taken;
    }

    /** Whether nothing more will come. */
    public boolean isOver() {
        return !reader.isAlive() && lines.isEmpty();
    }

    @Override
    public void close() throws IOException {
        reader.interrupt();
        stream.close();
    }
}
