package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** A TCP proxy on loopback, between a client and a server, that can freeze, delay and cut what passes. */
public final class FaultyWire implements AutoCloseable {
    private static final int ATTEMPTS = 10;

    private static final int MAX_CONNECTIONS = 512;
    private static final int BACKLOG = 128;
    private static final Duration REOPEN = Duration.ofSeconds(10);

    private final InetSocketAddress server;
    private final int port;
    private final Valve requests = new Valve();
    private final Valve replies = new Valve();

    // Guarded by this.
    private final Set<WireConnection> connections = new HashSet<>();
    private ServerSocket listener;
    private boolean cut;

    private FaultyWire(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
        this.port = listener.getLocalPort();
    }

    /** A faultless wire to a server; the server need not be there yet. */
    public static FaultyWire to(String host, int port) {
        try {
            FaultyWire wire = new FaultyWire(new InetSocketAddress(host, port), listenAnywhere());
            wire.acceptFrom(wire.listener);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    /** The port that clients connect to, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /**
     * Nothing flows in either direction, connections stay open and new ones are accepted: a server that hangs. What is sent
     * meanwhile waits and arrives after {@link #thaw}.
     */
    public void freeze() {
        requests.shut();
        replies.shut();
    }

    /** Requests reach the server, its replies do not arrive: the server did it, the client cannot know. */
    public void freezeReplies() {
        replies.shut();
    }

    /** Ends {@link #freeze} and {@link #freezeReplies}. */
    public void thaw() {
        requests.open();
        replies.open();
    }

    /** Resets every connection and refuses new ones; what was on the wire is lost. */
    public synchronized void cut() {
        cut = true;
        closeListener();
        resetAll();
    }

    /** Makes the wire faultless again, on the same port, after any of the faults. */
    public synchronized void heal() {
        delay(Duration.ZERO);
        thaw();
        if (!cut) {
            return;
        }
        if (!Deadline.in(REOPEN).await(this::reopened)) {
            throw new IllegalStateException(
                    "port " + port + " was taken by another program while the wire was cut; run the test again");
        }
        cut = false;
        acceptFrom(listener);
    }

    /** From now on everything arrives this much later, in each direction. */
    public void delay(Duration each) {
        requests.delay(each);
        replies.delay(each);
    }

    @Override
    public synchronized void close() {
        cut = true;
        closeListener();
        resetAll();
    }

    private boolean reopened() {
        try {
            listener = listen(port);
            return true;
        } catch (IOException stillTaken) {
            return false;
        }
    }

    /** Somebody else may take a port between its being found free and being listened on. */
    private static ServerSocket listenAnywhere() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return listen(FreePort.find());
            } catch (BindException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return socket;
    }

    private void acceptFrom(ServerSocket open) {
        Thread.ofVirtual().name("wire " + port).start(() -> {
            while (!open.isClosed()) {
                try {
                    carry(open.accept());
                } catch (IOException closedOrRefused) {
                    // A cut closes the listener and ends the loop; anything else concerns that one connection.
                }
            }
        });
    }

    private synchronized void carry(Socket client) throws IOException {
        WireConnection connection = new WireConnection(client, server, requests, replies);
        if (cut || connections.size() == MAX_CONNECTIONS) {
            connection.reset();
            return;
        }
        connections.add(connection);
        connection.start(() -> forget(connection));
    }

    private synchronized void forget(WireConnection connection) {
        connections.remove(connection);
    }

    private void resetAll() {
        connections.forEach(WireConnection::reset);
        connections.clear();
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop listening on port " + port, e);
        }
    }
}
