package dev.sentinel.transport.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.RabbitServer;
import dev.sentinel.harness.Shared;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RabbitMQ on three nodes: quorum queues with a majority to lose. Nobody else uses this cluster. */
final class RabbitClusterBusTest extends BusContract {

    private static final Duration ELECTED = Duration.ofSeconds(60);

    @Override
    BrokerUnderTest broker() {
        return RabbitUnderTest.over(Shared.rabbitCluster());
    }

    /** Of the cluster itself, without the bus: what the harness promises its tests. */
    @Test
    void quorum_queues_outlive_a_node_and_welcome_it_back() throws Exception {
        RabbitServer cluster = Shared.rabbitCluster();
        AmqpAddress host = cluster.freshVirtualHost();
        try (Connection connection = ForeignClient.connect(at(cluster, 0, host));
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
            assertThat(isConfirmed(channel, "precious")).isTrue();
        }
        String queues = cluster.ctl(2, "list_queues", "-p", host.virtualHost(), "members");
        assertThat(IntStream.range(0, 3)).allMatch(node -> queues.contains("n" + node + "@localhost"));

        cluster.kill(0);

        try (Connection connection = ForeignClient.connect(at(cluster, 1, host))) {
            // Until the others have elected a leader, the broker refuses what is published.
            await().atMost(ELECTED).until(() -> {
                try (Channel channel = connection.createChannel()) {
                    return isConfirmed(channel, "later");
                }
            });
            assertThat(new String(
                            connection.createChannel().basicGet("kept", true).getBody(), UTF_8))
                    .isEqualTo("precious");
        }

        cluster.start(0);

        try (Connection connection = ForeignClient.connect(at(cluster, 0, host))) {
            assertThat(connection.createChannel().basicGet("kept", true)).isNotNull();
        }
        assertThat(cluster.ctl(1, "cluster_status")).contains("n0@localhost");
    }

    private static boolean isConfirmed(Channel channel, String body) throws Exception {
        channel.confirmSelect();
        channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, body.getBytes(UTF_8));
        return channel.waitForConfirms(ELECTED.toMillis());
    }

    private static BrokerAddress at(RabbitServer cluster, int node, AmqpAddress host) {
        AmqpAddress address = cluster.address(node);
        return BrokerAddress.of(address.host(), address.port(), host.virtualHost(), host.user(), host.password());
    }
}
