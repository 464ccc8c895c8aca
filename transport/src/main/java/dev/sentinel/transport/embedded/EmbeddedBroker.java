package dev.sentinel.transport.embedded;

import dev.sentinel.transport.bus.BrokerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.jspecify.annotations.Nullable;

/** A running Broker-J. Speaks AMQP 0-9-1 to anybody on this machine who can read the password file. */
public final class EmbeddedBroker implements AutoCloseable {

    /** Free choice of the system, for tests. */
    public static final int ANY_PORT = 0;

    private static final String NAME = "sentinel";
    private static final String USER = "sentinel";

    private final SystemLauncher launcher;
    private final BrokerAddress address;
    private final FolderLock lock;

    private EmbeddedBroker(SystemLauncher launcher, BrokerAddress address, FolderLock lock) {
        this.launcher = launcher;
        this.address = address;
        this.lock = lock;
    }

    /** Starts on {@code folder}, which nobody else may use, and waits until clients can connect. */
    public static EmbeddedBroker start(Path folder, int port) {
        FolderLock lock = FolderLock.take(folder);
        boolean started = false;
        try {
            requireFree(port);
            EmbeddedBroker broker = launch(folder, port, lock);
            started = true;
            return broker;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static EmbeddedBroker launch(Path folder, int port, FolderLock lock) {
        String password = PasswordFile.in(folder).readOrCreate();
        // Derby writes its log into the working directory unless told otherwise, and reads this only from here.
        System.setProperty(
                "derby.stream.error.file", folder.resolve("derby.log").toString());
        AtomicReference<@Nullable SystemConfig<?>> system = new AtomicReference<>();
        SystemLauncher launcher = new SystemLauncher(new DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> resolved) {
                system.set(resolved);
            }
        });
        try {
            launcher.startup(attributes(folder, port, password));
        } catch (Exception e) {
            // The launcher declares nothing narrower.
            throw new BrokerFault(explain(folder, port), e);
        }
        Optional<Integer> bound = Optional.ofNullable(system.get()).flatMap(EmbeddedBroker::boundPort);
        if (bound.isEmpty()) {
            launcher.shutdown();
            throw new BrokerFault(explain(folder, port), new IOException("the broker's port or store did not open"));
        }
        PortFile.in(folder).write(bound.get());
        return new EmbeddedBroker(launcher, address(bound.get(), password), lock);
    }

    /** Broker-J would log a page and go on without its port. */
    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new BrokerFault(
                    "The embedded broker cannot listen on 127.0.0.1:" + port + ": " + e.getMessage()
                            + ". Stop what uses the port, or set broker.port to another (0 takes a free one).",
                    e);
        }
    }

    /** How to reach the broker that another process runs on this folder; empty when none ever ran there. */
    public static Optional<BrokerAddress> addressOf(Path folder) {
        return PasswordFile.in(folder)
                .read()
                .flatMap(password -> PortFile.in(folder).read().map(port -> address(port, password)));
    }

    public BrokerAddress address() {
        return address;
    }

    @Override
    public void close() {
        launcher.shutdown();
        lock.close();
    }

    private static BrokerAddress address(int port, String password) {
        return BrokerAddress.of("127.0.0.1", port, NAME, USER, password);
    }

    private static Map<String, Object> attributes(Path folder, int port, String password) throws IOException {
        Path initial = folder.resolve("broker.json");
        try (var resource = EmbeddedBroker.class.getResourceAsStream("broker.json")) {
            if (resource == null) {
                throw new IOException("broker.json is missing from the program");
            }
            Files.write(initial, resource.readAllBytes());
        }
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("type", "Memory");
        attributes.put("initialConfigurationLocation", initial.toUri().toString());
        attributes.put("startupLoggedToSystemOut", "false");
        attributes.put(
                "context",
                Map.of(
                        "qpid.work_dir",
                        folder.toString(),
                        "sentinel.password",
                        password,
                        "sentinel.port",
                        Integer.toString(port),
                        // Off by default: without it anybody could publish under another user's name.
                        "qpid.broker_msg_auth",
                        "true",
                        // RabbitMQ's queue arguments mean nothing here and must not close the connection.
                        "queue.behaviourOnUnknownDeclareArgument",
                        "IGNORE",
                        "exchange.behaviourOnUnknownDeclareArgument",
                        "IGNORE"));
        return attributes;
    }

    /** Broker-J reports a store or port that fails to open only as a state, so the states are looked at. */
    private static Optional<Integer> boundPort(SystemConfig<?> system) {
        if (!(system.getContainer() instanceof Broker<?> broker)) {
            return Optional.empty();
        }
        boolean stored = broker.getVirtualHostNodes().stream()
                .allMatch(node -> node.getState() == State.ACTIVE && hostActive(node));
        if (!stored) {
            return Optional.empty();
        }
        return broker.getPorts().stream()
                .filter(port -> port.getState() == State.ACTIVE)
                .map(Port::getBoundPort)
                .filter(port -> port > 0)
                .findFirst();
    }

    private static boolean hostActive(VirtualHostNode<?> node) {
        return node.getVirtualHost() != null && node.getVirtualHost().getState() == State.ACTIVE;
    }

    private static String explain(Path folder, int port) {
        return "The embedded broker does not start in " + folder + " on port " + port
                + ". Is the disk full or read-only, or is its store damaged?"
                + " The reason is in the log above and in " + folder.resolve("derby.log") + ".";
    }
}
