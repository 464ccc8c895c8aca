package dev.sentinel.collectors.multipath.edge;

import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One question to multipathd: both ways the length comes first, as the machine's own size_t, and the text ends with a zero
 * byte. A thread that is interrupted lets go of it.
 */
record DaemonSocket(Path socket) {
    /** The daemon's own limit is 32 MiB; a machine with thousands of maps needs a few. */
    static final int LONGEST = 8 * 1024 * 1024;

    String ask(String question) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            byte[] words = (question + "\0").getBytes(StandardCharsets.UTF_8);
            ByteBuffer request = ByteBuffer.allocate(Long.BYTES + words.length)
                    .order(ByteOrder.nativeOrder())
                    .putLong(words.length)
                    .put(words)
                    .flip();
            while (request.hasRemaining()) {
                channel.write(request);
            }
            long length = filled(channel, Long.BYTES).getLong();
            if (length < 0 || length > LONGEST) {
                throw Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                        "multipathd announced an answer of %d bytes; %d are the limit".formatted(length, LONGEST));
            }
            byte[] answer = new byte[(int) length];
            filled(channel, (int) length).get(answer);
            return new String(answer, StandardCharsets.UTF_8);
        }
    }

    private static ByteBuffer filled(SocketChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("multipathd ended the connection in the middle of an answer");
            }
        }
        return buffer.flip();
    }
}
