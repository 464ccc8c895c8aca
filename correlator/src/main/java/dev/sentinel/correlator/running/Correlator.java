package dev.sentinel.correlator.running;

import dev.sentinel.transport.routing.Partitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All partitions, each with an owner that tries to be the one who correlates it. */
public final class Correlator implements AutoCloseable {

    private final List<Owner> owners;

    /** Who this program is, how long a lease lasts when its holder dies, and how late events may come. */
    public record Settings(String holder, Duration lease, Duration lateness) {}

    private Correlator(List<Owner> owners) {
        this.owners = List.copyOf(owners);
    }

    public static Correlator start(Ground ground, Partitions partitions, Settings settings, PatternLibrary patterns) {
        return start(ground, partitions, settings, patterns, Core.lateUpTo(settings.lateness()));
    }

    static Correlator start(
            Ground ground, Partitions partitions, Settings settings, PatternLibrary patterns, Core.Maker maker) {
        var terms = new Owner.Terms(settings.holder(), settings.lease(), maker, patterns::inForce);
        List<Owner> owners = new ArrayList<>();
        List<String> labels = partitions.labels();
        for (int partition = 0; partition < partitions.count(); partition++) {
            owners.add(new Owner(ground, partition, labels.get(partition), terms));
        }
        owners.forEach(Owner::start);
        return new Correlator(owners);
    }

    /** The journal of a partition has grown. */
    public void wake(int partition) {
        owners.get(partition).wake();
    }

    /** Why not every partition is looked after; empty when each is, here or elsewhere. */
    public Optional<String> trouble() {
        return owners.stream().map(Owner::trouble).flatMap(Optional::stream).findFirst();
    }

    @Override
    public void close() {
        // All at once: each waits for its last messages to be confirmed.
        List<Thread> closing = owners.stream()
                .map(owner -> Thread.ofPlatform().daemon().name("closing owner").start(owner::close))
                .toList();
        for (Thread each : closing) {
            try {
                each.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
