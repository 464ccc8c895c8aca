package dev.sentinel.collectors.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** An answer that goes on for as long as the connection lasts, line by line. For one thread. */
public final class Lines implements AutoCloseable {
    private final String page;
    private final Inflow inflow;
    private final Duration silence;
    private final int longest;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(String page, Inflow inflow, Duration silence, int longest) {
        this.page = page;
        this.inflow = inflow;
        this.silence = silence;
        this.longest = longest;
    }

    /** The next line, without its end; none when the server ended the answer, and what came after the last line end is dropped. */
    public Optional<String> next() throws IOException, InterruptedException {
        try {
            while (true) {
                while (!waiting.isEmpty()) {
                    if (ended(waiting.getFirst())) {
                        String text = line.toString(StandardCharsets.UTF_8);
                        line.reset();
                        return Optional.of(text);
                    }
                    waiting.removeFirst();
                }
                Optional<List<ByteBuffer>> more = inflow.next(silence.toNanos());
                if (more.isEmpty()) {
                    return Optional.empty();
                }
                waiting.addAll(more.get());
            }
        } catch (IOException e) {
            throw Faults.of(e, page);
        }
    }

    /** The next line as JSON. */
    public Optional<JsonNode> nextJson() throws IOException, InterruptedException {
        Optional<String> next = next();
        return next.isPresent() ? Optional.of(Json.read(next.get(), "a line of " + page)) : Optional.empty();
    }

    /** Moves bytes to the line until it ends, or the buffer does. */
    private boolean ended(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (next == '\n') {
                return true;
            }
            if (line.size() == longest) {
                throw Faults.tooLarge("a line of " + page, longest);
            }
            line.write(next);
        }
        return false;
    }

    @Override
    public void close() {
        inflow.close();
    }
}
