package dev.sentinel.collectors.running;

import java.util.List;
import java.util.function.Consumer;

/** A collector that does what a test says. */
record Scripted(String name, Reach reach, Consumer<Desk> begin) implements Collector {
    @Override
    public void open(Desk desk) {
        begin.accept(desk);
    }

    @Override
    public List<Check> examine() {
        return List.of();
    }
}
