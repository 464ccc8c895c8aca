package dev.sentinel.transport.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Confirmation;
import dev.sentinel.transport.bus.ForeignClient;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.bus.LinkState;
import dev.sentinel.transport.bus.Outgoing;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {

    @TempDir
    Path folder;

    @Test
    void makes_a_password_that_only_the_owner_reads_and_keeps_it() throws Exception {
        BrokerAddress first = startAndStop();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
        assertThat(first.password()).hasSizeGreaterThan(30);
        assertThat(first.toString()).doesNotContain(first.password());
        assertThat(startAndStop().password()).isEqualTo(first.password());
        assertThat(EmbeddedBroker.addressOf(folder).orElseThrow().password()).isEqualTo(first.password());
        assertThat(Files.readString(folder.resolve("broker.json"))).doesNotContain(first.password());
    }

    @Test
    void refuses_a_password_file_that_others_can_read() throws Exception {
        Files.writeString(folder.resolve("password"), "known to all");
        Files.setPosixFilePermissions(folder.resolve("password"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT))
                .isInstanceOf(BrokerFault.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void keeps_confirmed_messages_over_a_restart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT);
                Bus bus = bus(broker)) {
            Outgoing message = new Outgoing(
                    Routes.EVENTS, "evt.c.custom.p01", "1", "t", Map.of(), ByteString.copyFromUtf8("kept"));
            assertThat(bus.publish(message).get(20, TimeUnit.SECONDS)).isInstanceOf(Confirmation.Confirmed.class);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT);
                Connection connection = ForeignClient.connect(broker.address());
                Channel channel = connection.createChannel()) {
            assertThat(channel.basicGet(Routes.correlatorQueue("p01"), true).getBody())
                    .asString()
                    .isEqualTo("kept");
        }
    }

    @Test
    void a_forged_user_id_is_refused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT)) {
            Connection connection = ForeignClient.connect(broker.address());
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            BasicProperties forged =
                    new BasicProperties.Builder().userId("somebody-else").build();
            channel.basicPublish("", "anywhere", forged, new byte[0]);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !connection.isOpen());
            assertThat(String.valueOf(connection.getCloseReason().getMessage())).contains("somebody-else");
        }
    }

    @Test
    void listens_on_loopback_only() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT)) {
            int port = broker.address().endpoints().getFirst().port();
            try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"))) {
                assertThat(other.getLocalPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void a_taken_port_or_a_folder_in_use_is_said_plainly() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, taken.getLocalPort()))
                    .isInstanceOf(BrokerFault.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("Stop what uses the port");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT))
                    .isInstanceOf(BrokerFault.class)
                    .hasMessageContaining("Another sentinel uses")
                    .hasMessageContaining(folder.toString());
            assertThat(broker.address().user()).isEqualTo("sentinel");
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_said_plainly() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("broker"), EmbeddedBroker.ANY_PORT))
                .isInstanceOf(BrokerFault.class)
                .hasMessageContaining(file.toString());
    }

    private BrokerAddress startAndStop() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, EmbeddedBroker.ANY_PORT)) {
            return broker.address();
        }
    }

    private static Bus bus(EmbeddedBroker broker) {
        Bus bus = Bus.open(
                BusConfig.of(broker.address(), "test", Layout.sentinel(Partitions.DEFAULT)),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> bus.publishing() instanceof LinkState.Up);
        return bus;
    }
}
