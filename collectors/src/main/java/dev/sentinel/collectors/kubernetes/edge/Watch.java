package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Some kinds of one cluster, watched together and read by one thread. */
public final class Watch {
    /** A kind that cannot be listed does not keep the others waiting for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Working working;

    /** What is watched where, in the order of a first reading. */
    public record Plan(Connection connection, Duration timeout, List<Watched> kinds, int mostWaiting) {
        public Plan {
            kinds = List.copyOf(kinds);
        }
    }

    private Watch(Working working) {
        this.working = working;
    }

    /** Watches until the desk is closed. */
    public static Watch open(Desk desk, Plan plan, Function<Memory, Reader> readers) {
        Cluster cluster = connected(plan);
        desk.closes(cluster::close);
        Changes changes = new Changes(plan.mostWaiting());
        Opening opening =
                new Opening(plan.kinds().stream().map(Watched::name).collect(Collectors.toSet()));
        List<Watching> all = plan.kinds().stream()
                .map(kind -> new Watching(cluster, kind, desk, changes, opening))
                .toList();
        Source source = new Source(
                "changes", cluster.endpoint(), Refs.of("kubernetes.api", "", desk.witness().collector()));
        Working working =
                new Working(desk, source, readers.apply(desk.memory()), changes, opening, all, PATIENCE);
        Gauge.builder("sentinel.collector.objects.waiting", changes, Changes::size)
                .description("Changed objects that wait to be read")
                .tag("collector", desk.witness().collector())
                .register(desk.meters().registry());
        desk.stay(source, working);
        all.forEach(each -> desk.stay(each.source(), each));
        return new Watch(working);
    }

    private static Cluster connected(Plan plan) {
        try {
            return Cluster.at(plan.connection(), plan.timeout());
        } catch (IOException e) {
            throw new UncheckedIOException("the connection to Kubernetes cannot be configured: " + e.getMessage(), e);
        }
    }

    /** Tells what is read beside the objects, between two of them. */
    public void tell(Supplier<List<Event>> reading) throws NotKept, InterruptedException {
        working.tell(reading);
    }
}
