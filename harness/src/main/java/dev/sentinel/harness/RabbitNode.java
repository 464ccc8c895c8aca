package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One private RabbitMQ node; it keeps its ports and its data when it is killed and started again. */
final class RabbitNode {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration CTL = Duration.ofMinutes(2);
    private static final String STARTED = "completed with";
    private static final int PROBE_MILLIS = 2_000;

    private final int number;
    private final Path server;
    private final Path home;
    private final Path folder;
    private final int epmdPort;
    private final int distributionPort = FreePort.find();
    private final AmqpAddress address;

    private Optional<ServerProcess> process = Optional.empty();
    private int starts;

    RabbitNode(int number, Path server, Path home, int epmdPort, AmqpAddress address) {
        this.number = number;
        this.server = server;
        this.home = home;
        this.folder = home.resolveSibling("node-" + number);
        this.epmdPort = epmdPort;
        this.address = address;
    }

    String name() {
        return "n" + number + "@localhost";
    }

    AmqpAddress address() {
        return address;
    }

    synchronized boolean isAlive() {
        return process.filter(ServerProcess::isAlive).isPresent();
    }

    void configure(List<String> cluster) {
        // Small on purpose: the machine that runs the tests is not a broker's, and its disk alarm must be the test's
        // doing.
        String settings = """
                listeners.tcp.1 = 127.0.0.1:%d
                default_user = %s
                default_pass = %s
                loopback_users = none
                vm_memory_high_watermark.absolute = 512MB
                disk_free_limit.absolute = 1MB
                collect_statistics_interval = 60000
                raft.wal_max_size_bytes = 33554432
                log.file.level = info
                """.formatted(address.port(), address.user(), address.password());
        String peers = IntStream.range(0, cluster.size())
                .mapToObj(i -> "cluster_formation.classic_config.nodes." + (i + 1) + " = " + cluster.get(i) + "\n")
                .collect(Collectors.joining("", "cluster_formation.peer_discovery_backend = classic_config\n", ""));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("rabbitmq.conf"), cluster.size() > 1 ? settings + peers : settings);
            Files.writeString(folder.resolve("plugins"), "[].");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of " + name() + " in " + folder, e);
        }
    }

    synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException(name() + " is already running; kill it before starting it again");
        }
        starts++;
        process = Optional.of(ServerProcess.start(
                List.of(server.toString()), environment(), folder.resolve("output-" + starts + ".log")));
    }

    void awaitReady() {
        // It listens a moment before it has finished starting; what a client does in between can fail or hang.
        ServerProcess server = running();
        server.awaitReady("RabbitMQ node " + name(), READY, () -> server.hasPrinted(STARTED) && speaksAmqp(address));
    }

    synchronized void kill() {
        process.ifPresent(ServerProcess::kill);
        process = Optional.empty();
    }

    void freeze() {
        running().freeze();
    }

    void thaw() {
        running().thaw();
    }

    String ctl(List<String> arguments) {
        List<String> words = Stream.concat(
                        Stream.of(server.resolveSibling("rabbitmqctl").toString(), "-q", "-n", name()),
                        arguments.stream())
                .toList();
        Command.Outcome outcome = Command.run(CTL, environment(), words);
        if (!outcome.succeeded()) {
            throw new IllegalStateException("rabbitmqctl " + String.join(" ", arguments) + " at " + name()
                    + " ended with exit code " + outcome.exitCode() + ":\n" + outcome.output());
        }
        return outcome.output();
    }

    void evaluate(String expression) {
        // rabbitmqctl does the same, but starts a whole Erlang machine first: seconds instead of milliseconds.
        Optional<Path> quick = Debian.onThisMachine().find("erl_call");
        if (quick.isEmpty()) {
            ctl(List.of("eval", expression));
            return;
        }
        Command.Outcome outcome = Command.run(
                CTL, environment(), List.of(quick.get().toString(), "-sname", name(), "-e"), expression + "\n");
        if (!outcome.succeeded() || !outcome.output().startsWith("{ok,")) {
            throw new IllegalStateException(name() + " answered " + expression + " with exit code " + outcome.exitCode()
                    + ":\n" + outcome.output());
        }
    }

    private synchronized ServerProcess running() {
        return process.orElseThrow(() -> new IllegalStateException(name() + " is not running; start it first"));
    }

    /** Whether a node answers a client's greeting; a port that something listens on proves less. */
    static boolean speaksAmqp(AmqpAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            socket.getOutputStream().write("AMQP\0\0\t\1".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 1;
        } catch (IOException notYet) {
            return false;
        }
    }

    static Map<String, String> loopbackOnly() {
        return Map.of("ERL_EPMD_ADDRESS", "127.0.0.1");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(loopbackOnly());
        environment.put("HOME", home.toString());
        environment.put("RABBITMQ_NODENAME", name());
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
        // The machine's own settings are for the machine's own broker; a file that does not exist keeps them away.
        environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}");
        environment.put("RABBITMQ_CTL_ERL_ARGS", "+S 1:1");
        // Makes the script become the server instead of its parent, so that a signal meets the right process.
        environment.put("detached", "true");
        return environment;
    }
}
