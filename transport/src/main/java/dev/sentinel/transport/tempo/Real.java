package dev.sentinel.transport.tempo;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A second is a second. */
record Real(Clock clock) implements Tempo {

    @Override
    public Duration onThisMachine(Duration ofItsTime) {
        return ofItsTime;
    }

    @Override
    public Duration inItsTime(Duration onThisMachine) {
        return onThisMachine;
    }

    @Override
    public boolean pause(Duration ofItsTime, CountDownLatch over) throws InterruptedException {
        return over.await(ofItsTime.toMillis(), TimeUnit.MILLISECONDS);
    }
}
