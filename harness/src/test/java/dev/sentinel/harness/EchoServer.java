package dev.sentinel.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends back what it gets and remembers it. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    EchoServer() throws IOException {
        this(0);
    }

    EchoServer(int port) throws IOException {
        listener = new ServerSocket(port, 1_000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** How many connections ended by reset. */
    int broken() {
        return broken.get();
    }

    String received() {
        return received.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> echo(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void echo(Socket client) {
        byte[] chunk = new byte[64 * 1024];
        try (client) {
            int length;
            while ((length = client.getInputStream().read(chunk)) >= 0) {
                received.write(chunk, 0, length);
                client.getOutputStream().write(chunk, 0, length);
            }
        } catch (IOException reset) {
            broken.incrementAndGet();
        }
    }
}
