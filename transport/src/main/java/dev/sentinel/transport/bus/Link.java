package dev.sentinel.transport.bus;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and the thread that keeps it: connect, declare, tell the users, watch, back off, again. The client
 * library's own recovery is off: it never recovers channels closed by an error and resurrects stale bindings.
 */
final class Link implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RPC_TIMEOUT = Duration.ofSeconds(10);
    private static final int HEARTBEAT_SECONDS = 10;
    // Above what any broker lets through: a larger message would close the connection each time it is delivered.
    private static final int MAX_INBOUND_BYTES = 512 << 20;

    /** Somebody who works over the connection. All three are called on the link's own thread. */
    interface User {
        void up(Connection connection) throws IOException;

        void down(String why);

        /** Returns false when what the user stands on is gone (its queue was deleted) and must be built again. */
        boolean probe(Connection connection) throws IOException;
    }

    private final String name;
    private final BusConfig config;
    private final Topology topology;
    private final List<User> users = new CopyOnWriteArrayList<>();
    private final Bell bell = new Bell();
    private final Thread thread;
    private volatile LinkState state = new LinkState.Down(0, "not tried yet");
    private volatile @Nullable Socket socket;
    private volatile boolean closing;

    Link(String name, BusConfig config) {
        this.name = name;
        this.config = config;
        this.topology = new Topology(config.layout());
        this.thread = Thread.ofPlatform().daemon().name("bus-" + name).unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    LinkState state() {
        return state;
    }

    void add(User user) {
        users.add(user);
        bell.ring();
    }

    void remove(User user) {
        users.remove(user);
    }

    /** Something a user stands on looks broken: look now rather than at the next probe. */
    void probeSoon() {
        bell.ring();
    }

    /** Gives the connection up, even when a write hangs in it: closing the socket is the only thing that unblocks it. */
    void sever(String why) {
        Socket current = socket;
        if (current == null) {
            return;
        }
        LOG.atWarn().addKeyValue("link", name).addKeyValue("why", why).log("giving up the broker connection");
        try {
            current.close();
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("link", name).setCause(e).log("socket was closed already");
        }
    }

    @Override
    public void close() {
        closing = true;
        bell.ring();
        try {
            thread.join(RPC_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            sever("closing took too long");
        }
        state = new LinkState.Closed();
    }

    private void keep() {
        int attempts = 0;
        while (!closing) {
            String why;
            try (Connection connection = connect()) {
                topology.assertOn(connection);
                attempts = 0;
                LOG.atInfo()
                        .addKeyValue("link", name)
                        .addKeyValue("broker", broker(connection))
                        .log("broker connected");
                why = serve(connection);
            } catch (PossibleAuthenticationFailureException e) {
                why = "the broker refused user or password of " + config.address();
            } catch (IOException | TimeoutException e) {
                why = describe(e);
            } catch (RuntimeException e) {
                // The client library throws unchecked exceptions for closed connections and malformed frames.
                why = describe(e);
            }
            for (User user : users) {
                user.down(why);
            }
            if (closing) {
                return;
            }
            attempts++;
            Duration wait = config.reconnect().before(attempts);
            state = new LinkState.Down(attempts, why);
            LOG.atWarn()
                    .addKeyValue("link", name)
                    .addKeyValue("why", why)
                    .addKeyValue("attempt", attempts)
                    .addKeyValue("wait_ms", wait.toMillis())
                    .log("broker not connected");
            bell.await(wait);
        }
    }

    private Connection connect() throws IOException, TimeoutException {
        BrokerAddress address = config.address();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setVirtualHost(address.virtualHost());
        factory.setUsername(address.user());
        factory.setPassword(address.password());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis());
        factory.setHandshakeTimeout((int) CONNECT_TIMEOUT.toMillis());
        factory.setShutdownTimeout(2_000);
        factory.setChannelRpcTimeout((int) RPC_TIMEOUT.toMillis());
        factory.setMaxInboundMessageBodySize(MAX_INBOUND_BYTES);
        factory.setClientProperties(clientProperties(factory.getClientProperties()));
        address.tls().ifPresent(context -> {
            factory.useSslProtocol(context);
            factory.enableHostnameVerification();
        });
        factory.setSocketConfigurator(created -> {
            created.setTcpNoDelay(true);
            socket = created;
        });
        List<Address> nodes = address.endpoints().stream()
                .map(node -> new Address(node.host(), node.port()))
                .toList();
        return factory.newConnection(nodes, config.clientName() + "-" + name);
    }

    private Map<String, Object> clientProperties(Map<String, Object> defaults) {
        Map<String, Object> properties = new java.util.HashMap<>(defaults);
        properties.put("product", "sentinel");
        properties.put("connection_name", config.clientName() + "-" + name);
        return properties;
    }

    /** Serves users until the connection is lost (returns why) or we close. */
    private String serve(Connection connection) throws IOException {
        connection.addShutdownListener(cause -> bell.ring());
        connection.addBlockedListener(
                reason -> {
                    state = new LinkState.Blocked(reason);
                    LOG.atWarn()
                            .addKeyValue("link", name)
                            .addKeyValue("why", reason)
                            .log("broker blocks publishing");
                },
                () -> {
                    state = new LinkState.Up(broker(connection));
                    LOG.atInfo().addKeyValue("link", name).log("broker accepts publishing again");
                });
        List<User> served = new CopyOnWriteArrayList<>();
        while (!closing && connection.isOpen()) {
            for (User user : users) {
                if (served.contains(user) && !user.probe(connection)) {
                    user.down("what it stood on is gone");
                    topology.assertOn(connection);
                    served.remove(user);
                }
                if (!served.contains(user)) {
                    user.up(connection);
                    served.add(user);
                }
            }
            served.retainAll(users);
            if (state instanceof LinkState.Down) {
                // Only now: whoever sees the link up may use it.
                state = new LinkState.Up(broker(connection));
            }
            bell.await(config.probeEvery());
        }
        return closing ? "closed" : String.valueOf(connection.getCloseReason().getMessage());
    }

    private static String broker(Connection connection) {
        Map<String, Object> properties = connection.getServerProperties();
        return properties.getOrDefault("product", "?") + " " + properties.getOrDefault("version", "?");
    }

    private static String describe(Exception e) {
        Throwable cause = e;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
