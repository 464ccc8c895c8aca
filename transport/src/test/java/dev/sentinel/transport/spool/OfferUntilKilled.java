package dev.sentinel.transport.spool;

import dev.sentinel.v1.Event;
import dev.sentinel.v1.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Semaphore;

/** A process that offers events for ever and prints the id of each one it was promised to be kept. */
final class OfferUntilKilled {
    static final String KEPT = "kept ";
    private static final int UNDER_WAY = 50;

    private OfferUntilKilled() {}

    public static void main(String[] args) throws InterruptedException {
        try (Spool spool = Spool.open(Path.of(args[0]), SpoolLimits.defaults(), Clock.systemUTC())) {
            Semaphore room = new Semaphore(UNDER_WAY);
            while (true) {
                room.acquire();
                Event event = Events.event(Severity.SEVERITY_ERROR, "a", 500);
                var unused = spool.offer(event).whenComplete((outcome, failure) -> {
                    if (outcome instanceof Spooled.Kept) {
                        System.out.println(KEPT + event.getId());
                    }
                    room.release();
                });
            }
        }
    }
}
