package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.Look;
import dev.sentinel.collectors.running.Source;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Follows one kind of object for as long as the connection lasts. The informer is left to list, to watch, and to list again
 * when its version is gone; anything else ends it here with its reason, and the desk begins anew, rarer while it goes on failing.
 */
final class Watching implements Look {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int MOST_STEPS_WITHOUT = 120;
    /** So many timeouts lie between two questions whether the API still answers. */
    private static final int STEPS_OF_TIMEOUT = 2;

    private static final int LONGEST_VERSION = 19;
    /** A definition that does not exist may be installed any time. */
    private static final Duration ABSENT = Duration.ofSeconds(30);

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** Each list of a large kind is work for the API: watches that end at once must not become a flood of them. */
    private static final int FREE_LISTS = 5;

    private static final int STEPS_FOR_A_LIST = 30;

    private final AtomicInteger lists = new AtomicInteger();
    private final Cluster cluster;
    private final Watched watched;
    private final Desk desk;
    private final Changes changes;
    private final Opening opening;
    private final Packed objects;
    private volatile ObjectKind kind;

    Watching(Cluster cluster, Watched watched, Desk desk, Changes changes, Opening opening) {
        this.cluster = cluster;
        this.watched = watched;
        this.desk = desk;
        this.changes = changes;
        this.opening = opening;
        this.kind = watched.versions().getFirst();
        this.objects = new Packed(this::trimmed);
    }

    Source source() {
        return new Source(
                watched.name(), cluster.endpoint(), Refs.of("kubernetes.api", watched.namespace(), watched.name()));
    }

    /** The kind in the version that is served. */
    ObjectKind kind() {
        return kind;
    }

    Optional<JsonNode> now(String key) {
        return objects.now(key);
    }

    Set<String> keys() {
        return objects.keys();
    }

    long refused() {
        return objects.refused();
    }

    /** The end of an object was read, or there was no room for it. */
    void left(String key) {
        objects.left(key);
    }

    @Override
    public void look() throws IOException, InterruptedException {
        try {
            Optional<ObjectKind> served = served();
            if (served.isPresent()) {
                kind = served.get();
                follow();
            } else if (watched.optional() && cluster.isOne()) {
                absent();
            } else {
                throw Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                        "%s has no %s; is this the address of an API of Kubernetes?"
                                .formatted(cluster.endpoint(), watched.name()));
            }
        } finally {
            opening.heard(watched.name());
        }
    }

    private Optional<ObjectKind> served() throws IOException {
        for (ObjectKind each : watched.versions()) {
            if (cluster.lists(each, watched.namespace())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** No such objects: what was known of them has ended. */
    private void absent() throws InterruptedException {
        objects.keys().forEach(key -> {
            var last = objects.remove(key);
            changes.gone(this, key, objects.last(last));
        });
        changes.listed(this);
        opening.heard(watched.name());
        desk.answered(source());
        TimeUnit.NANOSECONDS.sleep(ABSENT.toNanos());
    }

    /** Returns when all is to be listed again. */
    private void follow() throws IOException, InterruptedException {
        objects.settle();
        lists.set(0);
        try (SharedIndexInformer<GenericKubernetesResource> informer = informer()) {
            var unused = informer.start();
            CompletableFuture<Void> stopped = informer.stopped().toCompletableFuture();
            int between = (int)
                    Math.max(2, cluster.timeout().multipliedBy(STEPS_OF_TIMEOUT).toSeconds());
            int without = 0;
            boolean good = true;
            for (int step = 1; good && !over(stopped); step++) {
                without = informer.isWatching() ? 0 : without + 1;
                if (without > MOST_STEPS_WITHOUT || lists.get() > FREE_LISTS + step / STEPS_FOR_A_LIST) {
                    throw cut();
                }
                if (step % between == 0) {
                    good = !isFromAnotherHistory(informer.lastSyncResourceVersion());
                }
                // Without websockets a watch counts as open from its first word on, which may come after a minute.
                if (without == 0 || step % between == 0) {
                    desk.answered(source());
                }
            }
        }
    }

    /**
     * Asks beside the watch, for the informer would go on trying in silence, and a watch from a version that is still to come,
     * as after the API's own store was restored, just stays silent.
     */
    private boolean isFromAnotherHistory(@Nullable String seen) throws IOException {
        long now = cluster.version(kind, watched.namespace());
        return seen != null && seen.length() < LONGEST_VERSION && seen.matches("[0-9]+") && now < Long.parseLong(seen);
    }

    private Unreachable cut() {
        return Unreachable.because(
                UnreachableCause.UNREACHABLE_CAUSE_IO,
                "%s lists %s and keeps no watch open; does a proxy cut it? All are listed again now and then"
                        .formatted(cluster.endpoint(), watched.name()));
    }

    private boolean over(CompletableFuture<Void> stopped) throws IOException, InterruptedException {
        try {
            stopped.get(STEP.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw cluster.failures().of(e, "watch %s %s".formatted(watched.name(), Cluster.where(watched.namespace())));
        }
    }

    private SharedIndexInformer<GenericKubernetesResource> informer() throws IOException {
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(kind.group().isEmpty() ? null : kind.group())
                .withVersion(kind.version())
                .withKind(kind.kind())
                .withPlural(kind.plural())
                .withNamespaced(kind.namespaced())
                .build();
        var all = cluster.client().genericKubernetesResources(context);
        var placed = watched.namespace().isEmpty() ? all.inAnyNamespace() : all.inNamespace(watched.namespace());
        var selected = watched.selector().isEmpty() ? placed : placed.withLabelSelector(watched.selector());
        return selected.withLimit((long) Cluster.PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(objects)
                .exceptionHandler((started, failure) -> false)
                .addEventHandler(new Telling());
    }

    private ObjectNode trimmed(GenericKubernetesResource object) {
        return Trimming.trimmed(SERIALIZATION.convertValue(object, ObjectNode.class), kind, watched.authors());
    }

    /** Runs on the informer's thread and never waits. */
    private final class Telling implements ResourceEventHandler<GenericKubernetesResource> {
        @Override
        public void onAdd(GenericKubernetesResource object) {
            changes.now(Watching.this, objects.getKey(object));
        }

        @Override
        public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
            changes.now(Watching.this, objects.getKey(object));
        }

        @Override
        public void onDelete(GenericKubernetesResource last, boolean unseen) {
            changes.gone(Watching.this, objects.getKey(last), objects.last(last));
        }

        @Override
        public void onList(String version, boolean remainedEmpty) {
            lists.incrementAndGet();
            changes.listed(Watching.this);
            opening.heard(watched.name());
        }
    }
}
