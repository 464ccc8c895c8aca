package dev.sentinel.transport.bus;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker. Nobody else uses this one. */
final class EmbeddedBusTest extends BusContract {

    private static EmbeddedUnderTest broker;

    @BeforeAll
    static void launch(@TempDir Path folder) {
        broker = EmbeddedUnderTest.start(folder);
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    @Override
    BrokerUnderTest broker() {
        return broker.emptied();
    }
}
