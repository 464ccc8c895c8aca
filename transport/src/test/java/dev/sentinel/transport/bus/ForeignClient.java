package dev.sentinel.transport.bus;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** A client that knows AMQP and nothing of the bus. */
public final class ForeignClient {

    private ForeignClient() {}

    /** To the first node; closed by the caller. */
    public static Connection connect(BrokerAddress address) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.endpoints().getFirst().host());
        factory.setPort(address.endpoints().getFirst().port());
        factory.setVirtualHost(address.virtualHost());
        factory.setUsername(address.user());
        factory.setPassword(address.password());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
