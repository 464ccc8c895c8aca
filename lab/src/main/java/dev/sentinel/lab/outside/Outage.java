package dev.sentinel.lab.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** What an outside service was told to do wrong. It is well until somebody says otherwise, and after {@link #ends}. */
public final class Outage {

    /** How a service stops and starts to listen on its port. */
    interface Listening {
        void stop();

        void start() throws IOException;
    }

    /** What is to become of one request. */
    sealed interface Fate {
        record Served() implements Fate {}

        record Refused(int code, Optional<Duration> retryAfter) implements Fate {}

        /** The service does what it was asked, and the caller never hears of it. */
        record AnswerLost() implements Fate {}
    }

    private record Turns(Fate fate, long left) {}

    private static final Turns NONE = new Turns(new Fate.Served(), 0);

    private final Listening listening;
    private Duration delay = Duration.ZERO;
    private Turns turns = NONE;
    private boolean down;

    Outage(Listening listening) {
        this.listening = listening;
    }

    /** Nobody listens any more: connections are refused, and those that are open are broken. */
    public synchronized void down() {
        if (!down) {
            listening.stop();
            down = true;
        }
    }

    /** Each answer takes so much longer, of real time. */
    public synchronized void slow(Duration more) {
        delay = more;
    }

    /** The next so many requests are answered with this code, and nothing is done. */
    public synchronized void fails(int code, long times) {
        turns = new Turns(new Fate.Refused(code, Optional.empty()), times);
    }

    /** The next so many requests are too many (429), and are told when to come again. */
    public synchronized void limits(Duration retryAfter, long times) {
        turns = new Turns(new Fate.Refused(429, Optional.of(retryAfter)), times);
    }

    /** The next so many requests are done, but the connection breaks before the answer: the caller cannot know. */
    public synchronized void losesAnswers(long times) {
        turns = new Turns(new Fate.AnswerLost(), times);
    }

    /** All is well again, on the same port. */
    public synchronized void ends() {
        delay = Duration.ZERO;
        turns = NONE;
        if (down) {
            try {
                listening.start();
            } catch (IOException e) {
                throw new UncheckedIOException("the service cannot listen on its port again", e);
            }
            down = false;
        }
    }

    synchronized Duration delay() {
        return delay;
    }

    synchronized Fate next() {
        if (turns.left() == 0) {
            return NONE.fate();
        }
        Fate fate = turns.fate();
        turns = new Turns(fate, turns.left() - 1);
        return fate;
    }
}
