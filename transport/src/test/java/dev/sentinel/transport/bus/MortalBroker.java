package dev.sentinel.transport.courier;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.FreePort;
import dev.sentinel.harness.RabbitServer;
import dev.sentinel.harness.Shared;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.embedded.EmbeddedBroker;
import dev.sentinel.transport.embedded.EmbeddedBrokerProcess;
import java.nio.file.Path;
import java.time.Duration;

/** A broker in a process of its own, which a test kills and brings back on the same data. */
interface MortalBroker extends AutoCloseable {

    BrokerAddress address();

    /** SIGKILL, as a power cut would. */
    void kill();

    /** Returns when it serves clients again. */
    void comeBack();

    @Override
    void close();

    static MortalBroker embedded(Path folder) {
        return new Embedded(folder, FreePort.find());
    }

    static MortalBroker rabbit() {
        return new Rabbit(Shared.rabbit(), Shared.rabbit().freshVirtualHost());
    }

    /** Broker-J. */
    final class Embedded implements MortalBroker {

        private final Path folder;
        private final int port;
        private ChildJvm process;

        private Embedded(Path folder, int port) {
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
        public void close() {
            process.close();
        }
    }

    /** RabbitMQ, one node; each test has a virtual host of its own. */
    record Rabbit(RabbitServer server, AmqpAddress host) implements MortalBroker {

        @Override
        public BrokerAddress address() {
            return BrokerAddress.of(host.host(), host.port(), host.virtualHost(), host.user(), host.password());
        }

        @Override
        public void kill() {
            server.kill(0);
        }

        @Override
        public void comeBack() {
            server.start(0);
        }

        @Override
        public void close() {
            // The server outlives the test.
        }
    }
}
