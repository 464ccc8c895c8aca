package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class RabbitClusterTest {
    private static final Duration ELECTED = Duration.ofSeconds(60);

    @Test
    void forms_a_cluster_whose_quorum_queues_outlive_a_node_and_welcome_it_back() throws Exception {
        try (RabbitServer cluster = RabbitServer.startCluster(3, Fault.KILL, Fault.CONTROL)) {
            AmqpAddress address = cluster.freshVirtualHost();
            try (Connection connection = RabbitServerTest.connect(address)) {
                RabbitServerTest.declareAndPublish(connection, "kept");
                assertThat(members(cluster, address)).containsExactly(0, 1, 2);
            }

            cluster.kill(0);

            AmqpAddress survivor = cluster.address(1).withVirtualHost(address.virtualHost());
            try (Connection connection = RabbitServerTest.connect(survivor)) {
                // Until the others have elected a leader, the broker refuses what is published.
                assertThat(Deadline.in(ELECTED).await(() -> isConfirmed(connection)))
                        .isTrue();
                assertThat(RabbitServerTest.receive(connection, "kept")).isEqualTo("precious");
            }

            cluster.start(0);

            try (Connection connection = RabbitServerTest.connect(address)) {
                assertThat(connection.createChannel().basicGet("kept", true)).isNotNull();
            }
            assertThat(cluster.ctl(1, "cluster_status")).contains("n0@localhost");
        }
    }

    private static boolean isConfirmed(Connection connection) {
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, new byte[1]);
            return channel.waitForConfirms(ELECTED.toMillis());
        } catch (IOException | InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static int[] members(RabbitServer cluster, AmqpAddress address) {
        String queues = cluster.ctl(2, "list_queues", "-p", address.virtualHost(), "members");
        return IntStream.range(0, cluster.nodes())
                .filter(node -> queues.contains("n" + node + "@localhost"))
                .toArray();
    }
}
