package dev.sentinel.correlator.engine;

import java.util.PriorityQueue;

/** Which instance must be looked at again, and when. An instance waits at one place only: the earliest it was asked for. */
final class Due {

    /** Where an instance waits. */
    static final class Slot {
        private long at = Long.MAX_VALUE;
    }

    private record Appointment(long at, long number, Instance instance) implements Comparable<Appointment> {
        @Override
        public int compareTo(Appointment other) {
            var byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Appointment> queue = new PriorityQueue<>();
    private long numbers;

    void at(long time, Instance instance) {
        if (time < instance.slot.at) {
            instance.slot.at = time;
            queue.add(new Appointment(time, numbers++, instance));
        }
    }

    boolean any(long now) {
        return next() <= now;
    }

    /** When the next one is due; the greatest long when nobody waits. */
    long next() {
        var next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.at();
    }

    /** The next one; only to be called when there is {@link #any}. It must ask again if it wants to be looked at again. */
    Instance take() {
        var next = queue.remove();
        // What was put off for an earlier appointment is taken twice, which does no harm.
        if (next.instance().slot.at == next.at()) {
            next.instance().slot.at = Long.MAX_VALUE;
        }
        return next.instance();
    }
}
