package dev.sentinel.collectors.kubernetes.edge;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Some kinds of one cluster, watched together and read by one thread. */
public final class Watch {
    /** A kind that cannot be listed does not keep the others waiting for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Working working;

    /** What is watched where, in the order of a first reading. */
    public record Plan(Cluster cluster, List<Watched> kinds, int mostWaiting) {
        public Plan {
            kinds = List.copyOf(kinds);
        }
    }

    private Watch(Working working) {
        this.working = working;
    }

    /** Watches until the desk is closed. */
    public static Watch open(Desk desk, Plan plan, Function<Memory, Reader> readers) {
        Cluster cluster = plan.cluster();
        Changes changes = new Changes(plan.mostWaiting());
        Opening opening = new Opening(plan.kinds().stream().map(Watched::name).collect(Collectors.toSet()));
        List<Watching> all = plan.kinds().stream()
                .map(kind -> new Watching(cluster, kind, desk, changes, opening))
                .toList();
        Source source = new Source(
                "changes",
                cluster.endpoint(),
                Refs.of("kubernetes.api", "", desk.witness().collector()));
        Working working = new Working(desk, source, readers, changes, opening, all, PATIENCE);
        gauge(
                desk,
                Gauge.builder("sentinel.collector.objects.waiting", changes, Changes::size)
                        .description("Changed objects that wait to be read"));
        gauge(
                desk,
                Gauge.builder("sentinel.collector.objects.overflows", changes, Changes::overflows)
                        .description("Changes that had no room, so that their kind was gone through as a whole"));
        gauge(
                desk,
                Gauge.builder("sentinel.collector.objects.refused", all, Watch::refused)
                        .description("Objects of kinds with too many of them, which are not read"));
        desk.stay(source, working);
        all.forEach(each -> desk.stay(each.source(), each));
        return new Watch(working);
    }

    /** Shows a number for as long as the desk is open; the next desk has numbers of its own. */
    public static <T> void gauge(Desk desk, Gauge.Builder<T> number) {
        MeterRegistry registry = desk.meters().registry();
        Gauge shown = number.tag("collector", desk.witness().collector()).register(registry);
        desk.closes(() -> {
            var unused = registry.remove(shown);
        });
    }

    private static double refused(List<Watching> all) {
        return all.stream().mapToLong(Watching::refused).sum();
    }

    /** Tells what is read beside the objects, between two of them. */
    public void tell(Function<Reader, List<Event>> reading) throws NotKept, InterruptedException {
        working.tell(reading);
    }
}
