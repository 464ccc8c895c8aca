package dev.sentinel.transport.bus;

import dev.sentinel.harness.Shared;

/** RabbitMQ on three nodes: quorum queues with a majority to lose. */
final class RabbitClusterBusTest extends BusContract {

    @Override
    BrokerUnderTest startBroker() {
        return RabbitUnderTest.over(Shared.rabbitCluster());
    }
}
