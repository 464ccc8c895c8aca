package dev.sentinel.correlator.engine;

/** Which instance must be looked at again, and when. An instance waits at one place only: the earliest it was asked for. */
final class Due {
    private final Agenda<Instance> agenda = new Agenda<>(Instance[]::new);

    void at(long time, Instance instance) {
        if (time < instance.dueAt) {
            instance.dueAt = time;
            agenda.add(time, instance);
        }
    }

    boolean any(long now) {
        return next() <= now;
    }

    /** When the next one is due; the greatest long when nobody waits. */
    long next() {
        return agenda.next();
    }

    /** The next one; only to be called when there is {@link #any}. It must ask again if it wants to be looked at again. */
    Instance take() {
        var time = agenda.next();
        var next = agenda.take();
        // What was put off for an earlier appointment is taken twice, which does no harm.
        if (next.dueAt == time) {
            next.dueAt = Long.MAX_VALUE;
        }
        return next;
    }
}
