package dev.sentinel.transport.bus;

import dev.sentinel.harness.Shared;

/** RabbitMQ on one node. */
final class RabbitBusTest extends BusContract {

    @Override
    BrokerUnderTest broker() {
        return RabbitUnderTest.over(Shared.rabbit());
    }
}
