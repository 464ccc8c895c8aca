package dev.sentinel.transport.bus;

import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.FaultyWire;
import dev.sentinel.harness.FreePort;
import dev.sentinel.transport.embedded.EmbeddedBroker;
import dev.sentinel.transport.embedded.EmbeddedBrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker, in a process of its own so that it can be killed. */
final class EmbeddedBusTest extends BusContract {

    @TempDir
    Path folder;

    @Override
    BrokerUnderTest startBroker() {
        return new Embedded(folder.resolve(UUID.randomUUID().toString()), FreePort.find());
    }

    private static final class Embedded implements BrokerUnderTest {

        private final Path folder;
        private final int port;
        private ChildJvm process;

        Embedded(Path folder, int port) {
            this.folder = folder;
            this.port = port;
            this.process = launch();
        }

        private ChildJvm launch() {
            ChildJvm child = ChildJvm.start(EmbeddedBrokerProcess.class, folder.toString(), Integer.toString(port));
            child.awaitLine(line -> line.contains("broker is up"), Duration.ofSeconds(60));
            return child;
        }

        @Override
        public BrokerAddress address() {
            return EmbeddedBroker.addressOf(folder).orElseThrow();
        }

        @Override
        public void kill() {
            process.kill();
        }

        @Override
        public void comeBack() {
            process.close();
            process = launch();
        }

        @Override
        public void block(FaultyWire wire) {
            wire.freeze();
        }

        @Override
        public void unblock(FaultyWire wire) {
            wire.thaw();
        }

        @Override
        public boolean announcesBlocking() {
            return false;
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
