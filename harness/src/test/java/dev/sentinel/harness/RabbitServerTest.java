package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RabbitServerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static RabbitServer server;

    @BeforeAll
    static void start() {
        server = RabbitServer.start(Fault.KILL, Fault.FREEZE, Fault.DISK_ALARM, Fault.CONTROL);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void gives_each_test_an_empty_virtual_host() throws Exception {
        AmqpAddress first = server.freshVirtualHost();
        AmqpAddress second = server.freshVirtualHost();

        assertThat(first).isNotEqualTo(second);
        for (AmqpAddress each : new AmqpAddress[] {first, second}) {
            try (Connection connection = connect(each);
                    Channel channel = connection.createChannel()) {
                assertThat(channel.exchangeDeclare("sentinel.events", "topic", true))
                        .isNotNull();
                assertThat(channel.queueDeclare("only-here", true, false, false, quorum())
                                .getMessageCount())
                        .isZero();
                channel.basicPublish("", "only-here", MessageProperties.PERSISTENT_BASIC, new byte[1]);
            }
        }
    }

    @Test
    void comes_back_on_the_same_port_with_its_data_after_a_kill() throws Exception {
        AmqpAddress address = server.freshVirtualHost();
        Connection broken = connect(address);
        declareAndPublish(broken, "kept");

        server.kill(0);

        assertThat(Deadline.in(LONG).await(() -> !broken.isOpen())).isTrue();
        assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);

        server.start(0);

        try (Connection connection = connect(address)) {
            assertThat(receive(connection, "kept")).isEqualTo("precious");
        }
    }

    @Test
    void refuses_to_start_a_node_that_runs() {
        assertThatThrownBy(() -> server.start(0)).hasMessageContaining("already running");
    }

    @Test
    void answers_nothing_while_frozen_and_goes_on_after_the_thaw() throws Exception {
        AmqpAddress address = server.freshVirtualHost();
        try (Connection connection = connect(address);
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("q", true, false, false, Map.of());
            channel.confirmSelect();
            server.freeze(0);

            channel.basicPublish("", "q", MessageProperties.PERSISTENT_BASIC, new byte[1]);

            assertThatThrownBy(() -> channel.waitForConfirms(500)).isInstanceOf(TimeoutException.class);
            assertThat(connection.isOpen()).isTrue();
            server.thaw(0);
            assertThat(channel.waitForConfirms(LONG.toMillis())).isTrue();
        }
    }

    private static void publish(Channel channel) {
        try {
            channel.basicPublish("", "nowhere", MessageProperties.BASIC, new byte[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void blocks_publishers_while_the_disk_alarm_is_on() throws Exception {
        AtomicBoolean blocked = new AtomicBoolean();
        try (Connection connection = connect(server.freshVirtualHost());
                Channel channel = connection.createChannel()) {
            connection.addBlockedListener(reason -> blocked.set(true), () -> blocked.set(false));
            server.raiseDiskAlarm(0);
            // Only what publishes while the alarm is on is told, and the alarm reaches a connection a moment later.
            assertThat(Deadline.in(LONG).await(() -> {
                        publish(channel);
                        return blocked.get();
                    }))
                    .isTrue();

            server.clearDiskAlarm(0);

            assertThat(Deadline.in(LONG).await(() -> !blocked.get())).isTrue();
        }
    }

    @Test
    void runs_the_control_tool_and_reports_its_failure() {
        assertThat(server.ctl(0, "list_users")).contains(server.address().user());
        assertThatThrownBy(() -> server.ctl(0, "no-such-command"))
                .hasMessageContaining("no-such-command")
                .hasMessageContaining("exit code");
    }

    private static Map<String, Object> quorum() {
        return Map.of("x-queue-type", "quorum");
    }

    private static Connection connect(AmqpAddress address) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(address.toUri());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    private static void declareAndPublish(Connection connection, String queue) throws Exception {
        Channel channel = connection.createChannel();
        channel.queueDeclare(queue, true, false, false, quorum());
        channel.confirmSelect();
        channel.basicPublish(
                "", queue, MessageProperties.PERSISTENT_BASIC, "precious".getBytes(StandardCharsets.UTF_8));
        assertThat(channel.waitForConfirms(LONG.toMillis())).isTrue();
    }

    private static String receive(Connection connection, String queue) throws Exception {
        GetResponse response = connection.createChannel().basicGet(queue, true);
        assertThat(response).isNotNull();
        return new String(response.getBody(), StandardCharsets.UTF_8);
    }
}
