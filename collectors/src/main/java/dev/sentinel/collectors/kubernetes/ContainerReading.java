package dev.sentinel.collectors.kubernetes;

import dev.sentinel.collectors.reading.Quantity;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.ContainerTermination;
import dev.sentinel.v1.KubernetesPodCrashLooping;
import dev.sentinel.v1.KubernetesPodOomKilled;
import dev.sentinel.v1.KubernetesPodRestarted;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers of one pod in one look (domain page 6.2). */
final class ContainerReading {
    private static final int MOST_CONTAINERS = 256;
    /** An out-of-memory kill first seen later than this is history. */
    private static final Duration NEWS = Duration.ofHours(1);
    /** The kubelet waits 10 s before the second start and doubles it up to 5 min. */
    private static final int FIRST_BACKOFF = 10;

    private static final int LONGEST_BACKOFF = 300;

    private final Telling telling;
    private final Resource pod;
    private final Ref subject;
    private final List<Ref> related;

    ContainerReading(Telling telling, Resource pod, Ref subject, List<Ref> related) {
        this.telling = telling;
        this.pod = pod;
        this.subject = subject;
        this.related = related;
    }

    Map<String, PodState.Container> read(Optional<PodState> known) {
        Map<String, PodState.Container> now = new HashMap<>();
        Stream.of("initContainerStatuses", "containerStatuses").forEach(list -> {
            for (Tree status : pod.status(list).items()) {
                String name = status.at("name").name();
                if (!name.isEmpty() && now.size() < MOST_CONTAINERS) {
                    Optional<PodState.Container> old = known.flatMap(
                            state -> Optional.ofNullable(state.containers().get(name)));
                    now.put(name, read(status, old, list.startsWith("init")));
                }
            }
        });
        return now;
    }

    private PodState.Container read(Tree status, Optional<PodState.Container> old, boolean init) {
        int restarts = status.at("restartCount").count();
        String id = status.at("containerID").name();
        old.ifPresent(before -> restarted(status, before, restarts, id));
        int loopToldAt = looping(status, old.map(PodState.Container::loopToldAt).orElse(-1), restarts, init);
        Instant killedAt = killed(status, old.map(PodState.Container::killedAt).orElse(Instant.EPOCH), restarts);
        return new PodState.Container(id, restarts, loopToldAt, killedAt);
    }

    private void restarted(Tree status, PodState.Container before, int restarts, String id) {
        if (restarts == before.restarts()) {
            return;
        }
        var restarted = KubernetesPodRestarted.newBuilder()
                .setContainer(name(status))
                .setRestartCount(restarts)
                .setPreviousRestartCount(before.restarts())
                .setContainerId(id)
                .setCountReset(restarts < before.restarts());
        last(status).ifPresent(restarted::setLastTermination);
        Instant at = status.at("state", "running", "startedAt")
                .time()
                .or(() -> status.at("lastState", "terminated", "finishedAt").time())
                .orElse(telling.now());
        telling.tell(subject, related, at, Severity.SEVERITY_WARNING, restarted.build());
    }

    /** Told once for each restart: the container goes in and out of the waiting state while it loops. */
    private int looping(Tree status, int toldAt, int restarts, boolean init) {
        Tree waiting = status.at("state", "waiting");
        if (!waiting.at("reason").word().equals("CrashLoopBackOff") || toldAt == restarts) {
            return toldAt;
        }
        var looping = KubernetesPodCrashLooping.newBuilder()
                .setContainer(name(status))
                .setRestartCount(restarts)
                .setBackoffSeconds(backoff(restarts))
                .setInitContainer(init);
        Optional<ContainerTermination> last = last(status);
        last.ifPresent(looping::setLastTermination);
        Instant at = status.at("lastState", "terminated", "finishedAt").time().orElse(telling.now());
        telling.tell(subject, related, at, Severity.SEVERITY_ERROR, looping.build());
        return restarts;
    }

    private static int backoff(int restarts) {
        int doublings = Math.min(Math.max(restarts - 1, 0), 8);
        return Math.min(FIRST_BACKOFF << doublings, LONGEST_BACKOFF);
    }

    private Instant killed(Tree status, Instant toldAt, int restarts) {
        Instant newest = toldAt;
        for (Tree end : List.of(status.at("lastState", "terminated"), status.at("state", "terminated"))) {
            Instant at = end.at("finishedAt").time().orElse(Instant.EPOCH);
            if (!end.at("reason").word().equals("OOMKilled") || !at.isAfter(newest)) {
                continue;
            }
            newest = at;
            if (at.isAfter(telling.now().minus(NEWS))) {
                var killed = KubernetesPodOomKilled.newBuilder()
                        .setContainer(name(status))
                        .setMemoryLimitBytes(memoryLimit(name(status)))
                        .setRestartCount(restarts)
                        .setTermination(termination(end));
                telling.tell(subject, related, at, Severity.SEVERITY_ERROR, killed.build());
            }
        }
        return newest;
    }

    private long memoryLimit(String container) {
        return Stream.concat(pod.spec("containers").items().stream(), pod.spec("initContainers").items().stream())
                .filter(each -> each.at("name").name().equals(container))
                .mapToLong(each ->
                        Quantity.bytes(each.at("resources", "limits", "memory").word()))
                .findFirst()
                .orElse(0);
    }

    private static Optional<ContainerTermination> last(Tree status) {
        Tree end = status.at("lastState", "terminated");
        return end.present() ? Optional.of(termination(end)) : Optional.empty();
    }

    static ContainerTermination termination(Tree end) {
        var termination = ContainerTermination.newBuilder()
                .setReason(end.at("reason").word())
                .setMessage(end.at("message").message())
                .setExitCode(whole(end.at("exitCode")))
                .setSignal(whole(end.at("signal")));
        end.at("startedAt").time().ifPresent(at -> termination.setStartedAt(Times.stamp(at)));
        end.at("finishedAt").time().ifPresent(at -> termination.setFinishedAt(Times.stamp(at)));
        return termination.build();
    }

    private static int whole(Tree number) {
        return Math.clamp(number.whole().orElse(0), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static String name(Tree status) {
        return status.at("name").name();
    }
}
