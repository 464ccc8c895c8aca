package dev.sentinel.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** One client's connection through the wire. */
final class WireConnection {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket client;
    private final InetSocketAddress address;
    private final Valve requests;
    private final Valve replies;
    private final Socket server = new Socket();
    private final AtomicInteger directionsOpen = new AtomicInteger(2);

    private volatile boolean ended;

    WireConnection(Socket client, InetSocketAddress address, Valve requests, Valve replies) {
        this.client = client;
        this.address = address;
        this.requests = requests;
        this.replies = replies;
    }

    void start(Runnable whenEnded) {
        Thread.ofVirtual().start(() -> {
            try {
                // A frozen wire lets a client in, as a hanging server's kernel does, and the server hears of it later.
                if (!requests.pass(() -> ended)) {
                    return;
                }
                server.connect(address, CONNECT_MILLIS);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread back = Thread.ofVirtual().start(() -> pump(server, client, replies));
                pump(client, server, requests);
                back.join();
            } catch (IOException unreachable) {
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                reset();
                whenEnded.run();
            }
        });
    }

    /** Ends the connection with RST on both sides, as a broken network does. */
    void reset() {
        ended = true;
        reset(client);
        reset(server);
    }

    private void pump(Socket from, Socket to, Valve valve) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            int length;
            while ((length = from.getInputStream().read(chunk)) >= 0) {
                if (!valve.pass(() -> ended)) {
                    return;
                }
                to.getOutputStream().write(chunk, 0, length);
            }
            finish(to, valve);
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One side has said all it had to say: the other hears that too, but may go on talking. */
    private void finish(Socket to, Valve valve) throws IOException, InterruptedException {
        if (!valve.pass(() -> ended)) {
            return;
        }
        to.shutdownOutput();
        if (directionsOpen.decrementAndGet() == 0) {
            ended = true;
            client.close();
            server.close();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closedAlready) {
            // Its pump was faster.
        }
    }
}
