package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** RabbitMQ nodes run from the programs installed on this machine, in a folder of their own, on free loopback ports. */
final class PrivateBroker implements Broker, Broker.NodeControl {
    private static final Duration JOINED = Duration.ofMinutes(2);
    private static final Duration TABLES = Duration.ofMinutes(1);
    private static final String USER = "sentinel";

    private final Path folder;
    private final ServerProcess epmd;
    private final List<RabbitNode> nodes;

    private PrivateBroker(Path folder, ServerProcess epmd, List<RabbitNode> nodes) {
        this.folder = folder;
        this.epmd = epmd;
        this.nodes = nodes;
    }

    /** Starts {@code count} nodes as one cluster; {@code server} is the rabbitmq-server script. */
    static PrivateBroker start(Path server, int count) {
        Path folder = Scratch.ofThisJvm().newFolder("rabbitmq");
        // A port mapper of our own: the one that Erlang would start by itself is a daemon that stays for ever.
        int epmdPort = FreePort.find();
        ServerProcess epmd = ServerProcess.start(
                List.of(Debian.program("epmd", "erlang-base").toString(), "-port", Integer.toString(epmdPort)),
                RabbitNode.loopbackOnly(),
                folder.resolve("epmd.log"));
        String secret = UUID.randomUUID().toString();
        List<RabbitNode> nodes = IntStream.range(0, count)
                .mapToObj(number -> new RabbitNode(
                        number,
                        server,
                        home(folder, secret),
                        epmdPort,
                        new AmqpAddress("127.0.0.1", FreePort.find(), "/", USER, secret)))
                .toList();
        PrivateBroker broker = new PrivateBroker(folder, epmd, nodes);
        try {
            broker.boot();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private void boot() {
        List<String> names = nodes.stream().map(RabbitNode::name).toList();
        nodes.forEach(node -> node.configure(names));
        nodes.forEach(RabbitNode::launch);
        nodes.forEach(RabbitNode::awaitReady);
        if (nodes.size() > 1) {
            ctl(
                    0,
                    List.of(
                            "await_online_nodes",
                            Integer.toString(nodes.size()),
                            "-t",
                            Long.toString(JOINED.toSeconds())));
        }
    }

    @Override
    public List<AmqpAddress> addresses() {
        return nodes.stream().map(RabbitNode::address).toList();
    }

    @Override
    public void addVirtualHosts(List<String> names) {
        RabbitNode running = nodes.stream()
                .filter(RabbitNode::isAlive)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("every node is down; start one before asking for a virtual host"));
        // A node that comes back to its cluster serves clients a moment before it has all its tables again.
        String adding = Broker.addingVirtualHosts(names, USER);
        if (!Deadline.in(TABLES).await(() -> evaluates(running, adding))) {
            running.evaluate(adding);
        }
    }

    private static boolean evaluates(RabbitNode node, String expression) {
        try {
            node.evaluate(expression);
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    @Override
    public Optional<NodeControl> control() {
        return Optional.of(this);
    }

    @Override
    public void kill(int node) {
        nodes.get(node).kill();
    }

    @Override
    public void start(int node) {
        nodes.get(node).launch();
        nodes.get(node).awaitReady();
    }

    @Override
    public void freeze(int node) {
        nodes.get(node).freeze();
    }

    @Override
    public void thaw(int node) {
        nodes.get(node).thaw();
    }

    @Override
    public String ctl(int node, List<String> arguments) {
        return nodes.get(node).ctl(arguments);
    }

    @Override
    public void evaluate(int node, String expression) {
        nodes.get(node).evaluate(expression);
    }

    @Override
    public void close() {
        nodes.forEach(RabbitNode::kill);
        epmd.kill();
        Scratch.delete(folder);
    }

    /** The folder that Erlang takes as home, with the secret that the nodes of one cluster share. */
    private static Path home(Path folder, String cookie) {
        Path home = folder.resolve("home");
        Path file = home.resolve(".erlang.cookie");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(home);
                Files.writeString(file, cookie);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the Erlang cookie " + file, e);
        }
    }
}
