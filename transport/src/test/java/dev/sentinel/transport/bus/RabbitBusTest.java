package dev.sentinel.transport.bus;

import dev.sentinel.harness.Shared;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** RabbitMQ on one node. */
@Execution(ExecutionMode.SAME_THREAD)
final class RabbitBusTest extends BusContract {

    @Override
    BrokerUnderTest broker() {
        return RabbitUnderTest.over(Shared.rabbit());
    }
}
