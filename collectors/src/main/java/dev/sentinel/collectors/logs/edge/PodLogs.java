package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.logs.Replicas;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Engagement;
import dev.sentinel.collectors.running.Rhythm;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows the logs of stores and of Longhorn through the cluster's API, for clusters on whose nodes nothing of ours runs. */
public final class PodLogs implements Collector {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final PodSettings settings;
    private final PodStreams streams;
    private final Hearing.Ears ears;

    public PodLogs(
            PodSettings settings,
            PodStreams streams,
            SignatureFolder signatures,
            List<Listener> listeners,
            Replicas replicas) {
        this.settings = settings;
        this.streams = streams;
        this.ears = new Hearing.Ears(signatures, listeners, replicas, settings.limits());
    }

    @Override
    public String name() {
        return "podlogs";
    }

    @Override
    public Reach reach() {
        return Reach.CLUSTER;
    }

    @Override
    public void open(Desk desk) {
        Following following = new Following(desk);
        desk.poll(
                new Source("pods", "pods", Collecting.self(this, desk.witness())),
                new Rhythm(settings.every(), LIMIT),
                following::look);
    }

    private Map<PodStreams.Container, Origin> wanted() throws IOException, InterruptedException {
        Map<PodStreams.Container, Origin> wanted = new LinkedHashMap<>();
        for (PodStreams.Container each : streams.begun()) {
            PodFileName name = new PodFileName(each.namespace(), each.pod(), each.uid(), each.container());
            new Whose(each.node(), settings.rules()).of(name).ifPresent(origin -> wanted.put(each, origin));
        }
        return wanted;
    }

    /** Which containers are followed. One thread. */
    private final class Following {
        private final Desk desk;
        private final Map<PodStreams.Container, Engagement> followed = new HashMap<>();

        Following(Desk desk) {
            this.desk = desk;
        }

        void look() throws IOException, InterruptedException {
            Map<PodStreams.Container, Origin> wanted = wanted();
            List.copyOf(followed.keySet()).stream()
                    .filter(each -> !wanted.containsKey(each))
                    .forEach(each -> leave(each, wanted.keySet()));
            wanted.forEach((container, origin) -> {
                if (!followed.containsKey(container) && followed.size() < settings.mostContainers()) {
                    followed.put(container, follow(container, origin));
                }
            });
            int tooMany = wanted.size() - followed.size();
            if (tooMany > 0) {
                throw Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_IO,
                        "%d containers are not followed because there are more than %d; allow more, or name fewer"
                                .formatted(tooMany, settings.mostContainers()));
            }
        }

        private Engagement follow(PodStreams.Container container, Origin origin) {
            String name = "%s/%s/%s".formatted(container.namespace(), container.pod(), container.container());
            Source source = new Source(
                    name, name, Refs.of("kubernetes.pod", container.namespace(), container.pod(), container.uid()));
            return desk.stay(source, new PodFollow(desk, streams, container, origin, ears, source)::follow);
        }

        /** Its next run goes on where this one was read to. */
        private void leave(PodStreams.Container container, Set<PodStreams.Container> wanted) {
            Optional.ofNullable(followed.remove(container)).ifPresent(Engagement::close);
            String key = PodFollow.key(container);
            if (wanted.stream().map(PodFollow::key).noneMatch(key::equals)) {
                desk.memory().forget(List.of(key));
            }
        }
    }

    @Override
    public List<Check> examine() {
        try {
            Map<PodStreams.Container, Origin> wanted = wanted();
            if (wanted.isEmpty()) {
                return List.of(
                        Check.noteworthy("pod logs", "no container of a known store runs in the watched namespaces"));
            }
            PodStreams.Container first = wanted.keySet().iterator().next();
            try (var stream = streams.follow(first, Optional.empty())) {
                return List.of(Check.readable(
                        "pod logs", "%d containers; %d bytes wait".formatted(wanted.size(), stream.available())));
            }
        } catch (IOException e) {
            return List.of(Check.unreadable(
                    "pod logs",
                    "%s; add to the role: {apiGroups: [\"\"], resources: [pods, pods/log], verbs: [get, list]}"
                            .formatted(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Check.unreadable("pod logs", "interrupted"));
        }
    }
}
