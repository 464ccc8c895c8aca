package dev.sentinel.lab.stage;

import dev.sentinel.lab.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** One lock around a world: whoever asks or acts sees it at rest. */
public final class Stage {

    private final World world;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition moved = lock.newCondition();
    private long turn;

    public Stage(World world) {
        this.world = world;
    }

    /** Reads the world; the question changes nothing. */
    public <T> T look(Function<World, T> question) {
        lock.lock();
        try {
            return question.apply(world);
        } finally {
            lock.unlock();
        }
    }

    /** Does something to the world and lets its behaviours answer. */
    public <T> T ask(Function<World, T> request) {
        lock.lock();
        try {
            return request.apply(world);
        } finally {
            rest();
        }
    }

    public void play(Consumer<World> deed) {
        Boolean unused = ask(each -> {
            deed.accept(each);
            return true;
        });
    }

    /** It is now {@code time} in the world. */
    public void advance(Instant time) {
        play(each -> each.advance(time));
    }

    public Instant now() {
        return look(World::now);
    }

    public long turn() {
        return look(any -> turn);
    }

    /** Waits until something was done after that turn, at most for so long of real time. */
    public void awaitTurnAfter(long seen, Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (turn <= seen && left > 0) {
                left = moved.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        try {
            world.settle();
            turn++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
