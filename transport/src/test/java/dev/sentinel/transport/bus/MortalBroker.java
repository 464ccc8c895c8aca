package dev.sentinel.transport.bus;

import dev.sentinel.harness.Shared;
import java.nio.file.Path;

/** A broker in a process of its own, which a test kills and brings back on the same data. */
public interface MortalBroker extends AutoCloseable {

    /** A virtual host nobody else uses, or a broker of its own. */
    BrokerAddress address();

    /** SIGKILL, as a power cut would. */
    void kill();

    /** Returns when it serves clients again. */
    void comeBack();

    @Override
    void close();

    static MortalBroker embedded(Path folder) {
        return EmbeddedUnderTest.start(folder);
    }

    /** One node; each test has a virtual host of its own. */
    static MortalBroker rabbit() {
        return RabbitUnderTest.over(Shared.rabbit());
    }
}
