package dev.sentinel.app.lifecycle;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT as a wish to stop: the first is waited for, a second ends the process at once. The JVM's own
 * handling would exit with 143 and offer no second chance, and its signal class may be used but not compiled against.
 */
public final class StopSignal {
    private static final int KILLED_BY_SIGNAL = 128;

    private final CountDownLatch received = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();

    private StopSignal() {}

    public static StopSignal listen() {
        var stop = new StopSignal();
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            var handle = signal.getMethod("handle", signal, handler);
            var number = signal.getMethod("getNumber");
            var proxy = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        stop.arrived((int) number.invoke(arguments[0]));
                        return null;
                    });
            for (var name : List.of("TERM", "INT")) {
                handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
            return stop;
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this Java cannot hand over signals; run Sentinel on OpenJDK", missing);
        }
    }

    /** True as soon as a signal came; false when none did for that long. */
    public boolean await(Duration atMost) throws InterruptedException {
        return received.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void arrived(int number) {
        if (count.incrementAndGet() > 1) {
            // Whoever asks twice does not want to wait for anything that still closes.
            Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
        }
        received.countDown();
    }
}
