package dev.sentinel.collectors.running;

import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
public final class Recording implements Outflow {
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private volatile boolean full;

    @Override
    public void tell(List<Event> events) throws NotKept {
        if (full) {
            throw new NotKept("the disk is full");
        }
        told.addAll(events);
    }

    @Override
    public Backlog backlog() {
        return Backlog.NONE;
    }

    /** From now on nothing can be kept, or everything again. */
    public void full(boolean is) {
        full = is;
    }

    public List<Event> all() {
        return new ArrayList<>(told);
    }

    public List<Event> of(String kind) {
        return told.stream().filter(event -> Kinds.of(event).equals(kind)).toList();
    }
}
