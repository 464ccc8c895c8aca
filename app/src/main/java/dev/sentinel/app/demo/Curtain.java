package dev.sentinel.app.demo;

import java.time.Duration;

/** Ends a play before its time. */
@FunctionalInterface
public interface Curtain {

    /** Waits for so long on this machine; true as soon as it falls. */
    boolean falls(Duration atMost) throws InterruptedException;

    /** For who wants to see the end. */
    static Curtain open() {
        return atMost -> {
            Thread.sleep(atMost);
            return false;
        };
    }
}
