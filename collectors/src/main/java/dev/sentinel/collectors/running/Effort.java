package dev.sentinel.collectors.running;

import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that reads one source again and again, in a rhythm, or without one for as long as a connection lasts. */
final class Effort {
    private static final Logger LOG = LoggerFactory.getLogger(Effort.class);
    private static final Rhythm RECONNECTING = new Rhythm(Duration.ofSeconds(1), Duration.ofDays(1));

    private final Desk desk;
    private final Standing standing;
    private final Optional<Rhythm> rhythm;
    private final Look look;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile boolean ended;
    private boolean looking;
    private boolean tooLong;
    private long since;

    /** Without a rhythm the look lasts as long as it goes well. */
    Effort(Desk desk, Standing standing, Optional<Rhythm> rhythm, Look look) {
        this.desk = desk;
        this.standing = standing;
        this.rhythm = rhythm;
        this.look = look;
    }

    void begin(String name) {
        Thread started = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        thread = Optional.of(started);
        started.start();
    }

    void end() {
        ended = true;
        over.countDown();
        thread.ifPresent(Thread::interrupt);
    }

    /** Waits until its thread has ended, or until the deadline in nanoseconds. */
    void await(long deadline) {
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (thread.isPresent() && left > 0) {
                thread.get().join(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!ended) {
            try {
                once();
            } catch (InterruptedException e) {
                // Either the end, or a look that took too long: the loop knows.
                interrupted();
            } catch (RuntimeException e) {
                broken(e);
            }
            rest();
        }
    }

    private void once() throws InterruptedException {
        began();
        try {
            look.look();
            if (rhythm.isPresent()) {
                desk.answered(standing.source());
            }
        } catch (IOException e) {
            // What is interrupted often says so by an exception of its own.
            desk.failed(standing.source(), gaveUp().orElse(e));
        } finally {
            looked();
        }
    }

    private synchronized void began() {
        looking = true;
        tooLong = false;
        since = System.nanoTime();
    }

    private synchronized void looked() {
        looking = false;
        desk.meters().looked(desk.witness().collector(), Duration.ofNanos(System.nanoTime() - since));
    }

    private synchronized Optional<IOException> gaveUp() {
        return tooLong
                ? Optional.of(Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT,
                        "no answer within " + rhythm.map(Rhythm::limit).orElse(Duration.ZERO)))
                : Optional.empty();
    }

    private void interrupted() {
        if (!ended) {
            desk.failed(
                    standing.source(),
                    gaveUp().orElse(Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_IO, "interrupted")));
        }
    }

    private void broken(RuntimeException e) {
        if (ended) {
            return;
        }
        // One broken reading must neither end the watch nor go unseen.
        LOG.atError()
                .setCause(e)
                .addKeyValue("collector", desk.witness().collector())
                .addKeyValue("source", standing.source().name())
                .log(e instanceof StoreFault ? "the store does not answer" : "a reading broke");
        desk.failed(
                standing.source(),
                Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_IO, "reading it broke: " + e));
    }

    /** Also tells of a look that hangs where no interrupt reaches it, as on a dead disk. */
    synchronized void interruptWhenTooLong() {
        boolean late = looking
                && rhythm.isPresent()
                && System.nanoTime() - since > rhythm.get().limit().toNanos();
        if (late && !tooLong) {
            tooLong = true;
            thread.ifPresent(Thread::interrupt);
        }
    }

    private void rest() {
        int failures = standing.failures();
        Rhythm beat = rhythm.orElse(RECONNECTING);
        Duration wait = failures == 0
                ? beat.next(ThreadLocalRandom.current())
                : beat.afterFailures(failures, ThreadLocalRandom.current());
        try {
            // An interrupt that came after the look had ended is used up here at the latest.
            var unused = desk.tempo().pause(wait, over);
        } catch (InterruptedException e) {
            // The next look comes a little earlier, or the loop ends.
        }
    }
}
