package dev.sentinel.transport.bus;

import dev.sentinel.harness.FaultyWire;

/** A broker that the contract can hurt. */
interface BrokerUnderTest extends MortalBroker {

    /** Makes it take no more messages until {@link #unblock}. */
    void block(FaultyWire wire);

    void unblock(FaultyWire wire);

    /** Whether it tells clients that it blocks, as RabbitMQ does; a silent one is noticed by its missing confirms. */
    boolean announcesBlocking();
}
