package dev.sentinel.app.wiring;

import dev.sentinel.app.config.SentinelConfig.Broker;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.embedded.EmbeddedBroker;

/** The broker that this program uses, and what is to be closed of it. */
public record RunningBroker(BrokerAddress address, Runnable stop) implements AutoCloseable {

    public static RunningBroker embedded(Broker.Embedded config) {
        EmbeddedBroker broker = EmbeddedBroker.start(config.folder(), config.port());
        return new RunningBroker(broker.address(), broker::close);
    }

    /** Somebody else runs it; whether it answers is the bus's business. */
    public static RunningBroker elsewhere(Broker.Amqp config) {
        return new RunningBroker(Addresses.remote(config), () -> {});
    }

    @Override
    public void close() {
        stop.run();
    }
}
