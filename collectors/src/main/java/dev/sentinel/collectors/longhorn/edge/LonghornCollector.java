package dev.sentinel.collectors.longhorn.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.kubernetes.edge.Cluster;
import dev.sentinel.collectors.kubernetes.edge.Examination;
import dev.sentinel.collectors.kubernetes.edge.ObjectKind;
import dev.sentinel.collectors.kubernetes.edge.Watch;
import dev.sentinel.collectors.longhorn.Longhorn;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Look;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/** Reads Longhorn's resources, its events and its managers' metrics. A cluster without Longhorn is asked again now and then. */
public final class LonghornCollector implements Collector {
    private static final Rhythm FINDING = new Rhythm(Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final LonghornSettings settings;

    public LonghornCollector(LonghornSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "longhorn";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void open(Desk desk) {
        Cluster cluster = Cluster.at(settings.connection(), settings.timeout());
        desk.closes(cluster::close);
        var unused = desk.poll(source("installation", cluster), FINDING, finding(desk, cluster));
    }

    @Override
    public List<Check> examine() {
        try (Cluster cluster = Cluster.at(settings.connection(), settings.timeout())) {
            Optional<String> place = place(cluster);
            return place.isEmpty()
                    ? List.of(Check.noteworthy(
                            "installation", "no Longhorn in this cluster; it is watched as soon as there is one"))
                    : Examination.of(settings.connection(), settings.timeout(), Kinds.watched(place.get()));
        } catch (IOException e) {
            return Examination.of(settings.connection(), settings.timeout(), Kinds.watched(settings.namespace()));
        }
    }

    private Look finding(Desk desk, Cluster cluster) {
        return new Look() {
            private boolean found;

            @Override
            public void look() throws IOException {
                Optional<String> place = place(cluster);
                if (!found && place.isPresent()) {
                    found = true;
                    watch(desk, cluster, place.get());
                }
            }
        };
    }

    private void watch(Desk desk, Cluster cluster, String namespace) {
        AtomicLong forgotten = new AtomicLong();
        Watch.gauge(
                desk,
                Gauge.builder("sentinel.collector.objects.forgotten", forgotten, AtomicLong::get)
                        .description("Objects that were not remembered because there were too many"));
        Watch watch = Watch.open(
                desk,
                new Watch.Plan(cluster, Kinds.watched(namespace), settings.mostWaiting()),
                memory -> new LonghornReader(
                        new Longhorn(desk.facts(), namespace),
                        new LonghornReader.Place(Collecting.self(this, desk.witness()), namespace, forgotten::set),
                        memory,
                        desk.now()));
        if (settings.metrics()) {
            Look metrics = new ManagerMetrics(
                    cluster,
                    namespace,
                    settings.metricsPort(),
                    page -> watch.tell(reader -> reader.page(page, desk.now())));
            var unused = desk.poll(
                    source("manager metrics", cluster),
                    new Rhythm(settings.metricsEvery(), settings.metricsEvery().plusSeconds(30)),
                    metrics);
        }
    }

    private Source source(String name, Cluster cluster) {
        return new Source(name, cluster.endpoint(), Refs.of("longhorn.installation", settings.namespace()));
    }

    /** Where Longhorn is: where it is said to be, or else where its settings are; nowhere when there is no such kind. */
    private Optional<String> place(Cluster cluster) throws IOException {
        for (ObjectKind kind : Kinds.settings()) {
            TreeSet<String> here = new TreeSet<>();
            if (cluster.each(kind, settings.namespace(), "", each -> here.add(namespace(each)))) {
                return Optional.of(here.isEmpty() ? elsewhere(cluster, kind) : settings.namespace());
            }
        }
        return Optional.empty();
    }

    private String elsewhere(Cluster cluster, ObjectKind kind) throws IOException {
        TreeSet<String> places = new TreeSet<>();
        try {
            cluster.each(kind, "", "", each -> places.add(namespace(each)));
        } catch (Unreachable e) {
            // Who may read only the one namespace was told which one it is.
            if (e.permission().isEmpty()) {
                throw e;
            }
        }
        return places.isEmpty() ? settings.namespace() : places.first();
    }

    private static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText("");
    }
}
