package dev.sentinel.transport.bus;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.FaultyWire;
import dev.sentinel.harness.RabbitServer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A RabbitMQ of one node or several; kill takes the first node, which is where the clients are. */
final class RabbitUnderTest implements BrokerUnderTest {

    private final RabbitServer server;
    private final AmqpAddress host;

    private RabbitUnderTest(RabbitServer server, AmqpAddress host) {
        this.server = server;
        this.host = host;
    }

    static RabbitUnderTest over(RabbitServer server) {
        return new RabbitUnderTest(server, server.freshVirtualHost());
    }

    @Override
    public BrokerAddress address() {
        List<BrokerAddress.Endpoint> nodes = IntStream.range(0, server.nodes())
                .mapToObj(server::address)
                .map(node -> new BrokerAddress.Endpoint(node.host(), node.port()))
                .toList();
        return new BrokerAddress(nodes, host.virtualHost(), host.user(), host.password(), Optional.empty());
    }

    @Override
    public void kill() {
        server.kill(0);
    }

    @Override
    public void comeBack() {
        server.start(0);
    }

    @Override
    public void block(FaultyWire wire) {
        server.raiseDiskAlarm(0);
    }

    @Override
    public void unblock(FaultyWire wire) {
        server.clearDiskAlarm(0);
    }

    @Override
    public boolean announcesBlocking() {
        return true;
    }

    @Override
    public void close() {
        // The server outlives the test; each test has a virtual host of its own.
    }
}
