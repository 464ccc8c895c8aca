package dev.sentinel.harness;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;

/** RabbitMQ nodes in containers. */
final class DockerBroker implements Broker, Broker.NodeControl {
    private static final String IMAGE_VARIABLE = "SENTINEL_TEST_RABBITMQ_IMAGE";
    private static final String IMAGE = "rabbitmq:4.2";
    private static final int AMQP = 5672;
    private static final Duration READY = Duration.ofMinutes(4);
    private static final String USER = "sentinel";

    private final Network network;
    private final String password;
    private final List<Container> nodes;

    private DockerBroker(Network network, String password, List<Container> nodes) {
        this.network = network;
        this.password = password;
        this.nodes = nodes;
    }

    /** Containers, when a Docker engine answers. */
    record Way(int nodes) implements Provision<Broker> {
        @Override
        public String name() {
            return "Docker";
        }

        @Override
        public Offer<Broker> offer() {
            return Container.whyNot()
                    .<Offer<Broker>>map(Offer.Declines::new)
                    .orElseGet(() -> Container.orDecline(() -> DockerBroker.run(nodes)));
        }
    }

    private static DockerBroker run(int count) {
        Network network = Network.newNetwork();
        String password = UUID.randomUUID().toString();
        String image = System.getenv().getOrDefault(IMAGE_VARIABLE, IMAGE);
        List<Container> nodes = IntStream.range(0, count)
                .mapToObj(number -> new Container(node(image, number, count, password, network), AMQP))
                .toList();
        DockerBroker broker = new DockerBroker(network, password, nodes);
        try {
            nodes.parallelStream().forEach(Container::create);
            if (count > 1) {
                broker.ctl(0, List.of("await_online_nodes", Integer.toString(count)));
            }
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static GenericContainer<?> node(String image, int number, int count, String password, Network network) {
        String peers = IntStream.range(0, count)
                .mapToObj(i -> "cluster_formation.classic_config.nodes." + (i + 1) + " = rabbit@node" + i + "\n")
                .collect(Collectors.joining("", "cluster_formation.peer_discovery_backend = classic_config\n", ""));
        String settings =
                "default_user = %s\ndefault_pass = %s\nloopback_users = none\ndisk_free_limit.absolute = 1MB\n"
                        .formatted(USER, password);
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withNetworkAliases("node" + number)
                .withCreateContainerCmdModifier(command -> command.withHostName("node" + number))
                .withCopyToContainer(Transferable.of(password, 0400), "/var/lib/rabbitmq/.erlang.cookie")
                .withCopyToContainer(
                        Transferable.of(count > 1 ? settings + peers : settings), "/etc/rabbitmq/conf.d/90-test.conf")
                .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1).withStartupTimeout(READY));
    }

    @Override
    public List<AmqpAddress> addresses() {
        return nodes.stream().map(this::addressOf).toList();
    }

    @Override
    public void addVirtualHosts(List<String> names) {
        evaluate(0, Broker.addingVirtualHosts(names, USER));
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
        nodes.get(node).startAgain(READY, () -> RabbitNode.speaksAmqp(addressOf(nodes.get(node))));
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
        return nodes.get(node)
                .run(Stream.concat(Stream.of("rabbitmqctl", "-q"), arguments.stream())
                        .toList());
    }

    @Override
    public void evaluate(int node, String expression) {
        ctl(node, List.of("eval", expression));
    }

    private AmqpAddress addressOf(Container node) {
        return new AmqpAddress(node.host(), node.port(), "/", USER, password);
    }

    @Override
    public void close() {
        nodes.forEach(Container::close);
        network.close();
    }
}
