package dev.sentinel.transport.bus;

import dev.sentinel.harness.Shared;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** RabbitMQ on three nodes: quorum queues with a majority to lose. Nobody else uses this cluster. */
@Execution(ExecutionMode.CONCURRENT)
final class RabbitClusterBusTest extends BusContract {

    @Override
    BrokerUnderTest broker() {
        return RabbitUnderTest.over(Shared.rabbitCluster());
    }
}
