package dev.sentinel.transport.bus;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.FaultyWire;
import dev.sentinel.harness.FreePort;
import dev.sentinel.transport.embedded.EmbeddedBroker;
import dev.sentinel.transport.embedded.EmbeddedBrokerProcess;
import dev.sentinel.transport.routing.Partitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** The embedded broker, in a process of its own so that it can be killed. */
public final class EmbeddedUnderTest implements BrokerUnderTest {

    private final Path folder;
    private final int port;
    private ChildJvm process;

    private EmbeddedUnderTest(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = launch();
        awaitUp();
    }

    public static EmbeddedUnderTest start(Path folder) {
        return new EmbeddedUnderTest(folder, FreePort.find());
    }

    private ChildJvm launch() {
        return ChildJvm.start(EmbeddedBrokerProcess.class, folder.toString(), Integer.toString(port));
    }

    private void awaitUp() {
        process.awaitLine(line -> line.contains("broker is up"), Duration.ofSeconds(60));
    }

    /**
     * As if nobody had ever used it: it has one virtual host and takes seconds to start, so the tests of a class use it in
     * turn, and what one of them declared or left behind the next does not see.
     */
    public EmbeddedUnderTest emptied() {
        // A test that failed may have left it dead or still starting.
        if (process.isAlive()) {
            awaitUp();
        } else {
            comeBack();
        }
        Layout layout = Layout.sentinel(Partitions.DEFAULT);
        try (Connection connection = ForeignClient.connect(address());
                Channel channel = connection.createChannel()) {
            // Deleting what is not there is an error here, so everything is there first.
            for (Layout.Queue queue : layout.queues()) {
                channel.queueDeclare(queue.name(), true, false, false, null);
                channel.queueDelete(queue.name());
            }
            for (String exchange : layout.exchanges()) {
                channel.exchangeDeclare(exchange, "topic", true);
                channel.exchangeDelete(exchange);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty the embedded broker in " + folder, e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the embedded broker in " + folder + " does not answer", e);
        }
        return this;
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
        awaitUp();
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
