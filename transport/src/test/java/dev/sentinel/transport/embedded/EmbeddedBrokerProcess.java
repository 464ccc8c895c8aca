package dev.sentinel.transport.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the embedded broker until it is killed: {@code FOLDER PORT}. */
public final class EmbeddedBrokerProcess {

    private EmbeddedBrokerProcess() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println("broker is up on " + broker.address());
        new CountDownLatch(1).await();
    }
}
