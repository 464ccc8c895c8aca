package dev.sentinel.collectors.kernel.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The kernel's ring of messages. A read waits for the next message and ends when the reading thread is interrupted. */
final class Ring implements AutoCloseable {
    /** The kernel refuses to put a record into less than it needs; its own limit is 8 KiB. */
    private static final int LARGEST = 16 * 1024;

    private final Path device;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);

    private Ring(Path device, FileChannel channel) {
        this.device = device;
        this.channel = channel;
    }

    static Ring open(Path device) throws IOException {
        return new Ring(device, FileChannel.open(device, StandardOpenOption.READ));
    }

    /** The next record; empty when the next ones were overwritten before they could be read. */
    Optional<byte[]> next() throws IOException {
        buffer.clear();
        try {
            int count = channel.read(buffer);
            if (count <= 0) {
                throw new IOException("the kernel's messages ended");
            }
        } catch (IOException e) {
            // EPIPE: the writer was a whole ring ahead. Reading goes on with the oldest that is left.
            if ("Broken pipe".equals(e.getMessage())) {
                return Optional.empty();
            }
            throw e;
        }
        byte[] record = new byte[buffer.flip().remaining()];
        buffer.get(record);
        return Optional.of(record);
    }

    /** The running number of a record; empty when it is none. */
    static Optional<Long> sequence(byte[] record) {
        String head = new String(record, 0, Math.min(64, record.length), StandardCharsets.US_ASCII);
        String[] fields = head.split(",", 4);
        return fields.length == 4 && fields[1].matches("\\d{1,18}")
                ? Optional.of(Long.parseLong(fields[1]))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return device.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
