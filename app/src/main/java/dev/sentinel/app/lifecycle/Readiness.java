package dev.sentinel.app.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which parts of the program can do their work right now, and why the others cannot. Safe for all threads. */
public final class Readiness {
    private static final int MOST_PARTS = 64;

    private final Map<String, State> parts = new LinkedHashMap<>();

    /** One part at one moment; the reason is empty when it is ready. */
    public record State(String name, boolean ready, String reason) {}

    /** All parts at one moment, in the order they were announced. */
    public record Report(boolean ready, List<State> parts) {
        public Report {
            parts = List.copyOf(parts);
        }
    }

    /** The handle by which a part speaks for itself. */
    public final class Part {
        private final String name;

        private Part(String name) {
            this.name = name;
        }

        public void ready() {
            set(new State(name, true, ""));
        }

        public void notReady(String reason) {
            set(new State(name, false, reason));
        }
    }

    /** Announces a part; it counts as not ready until it says otherwise. */
    public Part part(String name) {
        synchronized (parts) {
            if (parts.containsKey(name) || parts.size() == MOST_PARTS) {
                throw new IllegalStateException("a second part \"%s\", or more than %d".formatted(name, MOST_PARTS));
            }
            parts.put(name, new State(name, false, "starting"));
        }
        return new Part(name);
    }

    public Report report() {
        synchronized (parts) {
            var states = new ArrayList<>(parts.values());
            return new Report(states.stream().allMatch(State::ready), states);
        }
    }

    private void set(State state) {
        synchronized (parts) {
            parts.put(state.name(), state);
        }
    }
}
