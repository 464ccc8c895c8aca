package dev.sentinel.app.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program whose closing takes for ever; a test runs it as a process of its own to send it signals. */
final class StubbornProgram {
    private StubbornProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        var stop = StopSignal.listen();
        System.out.println("listening");
        if (!stop.await(Duration.ofDays(1))) {
            return;
        }
        System.out.println("closing");
        var closing = new Closing(Duration.ofMinutes(10));
        closing.add("stubborn", () -> new CountDownLatch(1).await());
        closing.close();
    }
}
