package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The objects of one kind as they are now, without what nobody reads and compressed: about 1 KB for a pod. It outlives the
 * watches that fill it, so that a new one finds what vanished in between. Safe for all threads.
 */
final class Packed implements ItemStore<GenericKubernetesResource> {
    /** A cluster of the largest supported size has 150,000 pods. */
    static final int MOST = 200_000;

    private final Map<String, Item> items = new ConcurrentHashMap<>();
    /** Removed here, and their end is not read yet. */
    private final Set<String> leaving = ConcurrentHashMap.newKeySet();

    private final Function<GenericKubernetesResource, ObjectNode> trimmed;
    private final AtomicLong refused = new AtomicLong();

    record Item(String namespace, String name, String version, Bytes body) {}

    /** What the informer is shown of an object it handed in; enough to compare versions. */
    static final class Stub extends GenericKubernetesResource {
        private static final long serialVersionUID = 1L;

        private final transient Bytes body;

        Stub(Item item) {
            this.body = item.body();
            setMetadata(new ObjectMetaBuilder()
                    .withNamespace(item.namespace().isEmpty() ? null : item.namespace())
                    .withName(item.name())
                    .withResourceVersion(item.version())
                    .build());
        }
    }

    Packed(Function<GenericKubernetesResource, ObjectNode> trimmed) {
        this.trimmed = trimmed;
    }

    /** An object by its key. */
    Optional<JsonNode> now(String key) {
        return Optional.ofNullable(items.get(key)).map(item -> item.body().open());
    }

    /** What an object was last, as a watch or this store had it. */
    Bytes last(GenericKubernetesResource gone) {
        return gone instanceof Stub stub ? stub.body : Bytes.of(trimmed.apply(gone));
    }

    /** Of those that exist, and of those whose end is still to be read. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>(leaving);
        keys.addAll(items.keySet());
        return keys;
    }

    /** The end of an object was read, or never will be. */
    void left(String key) {
        leaving.remove(key);
    }

    /** Ends that the last watch did not get to tell are found by comparing. */
    void settle() {
        leaving.clear();
    }

    /** Objects that had no place. */
    long refused() {
        return refused.get();
    }

    @Override
    public String getKey(GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        return namespace == null || namespace.isEmpty() ? String.valueOf(name) : namespace + "/" + name;
    }

    @Override
    @SuppressWarnings("NullAway") // the client's interface means nothing by null
    public GenericKubernetesResource put(String key, GenericKubernetesResource object) {
        if (items.size() >= MOST && !items.containsKey(key)) {
            refused.incrementAndGet();
            return null;
        }
        var meta = object.getMetadata();
        Item before = items.put(
                key,
                new Item(
                        meta.getNamespace() == null ? "" : meta.getNamespace(),
                        String.valueOf(meta.getName()),
                        String.valueOf(meta.getResourceVersion()),
                        Bytes.of(trimmed.apply(object))));
        return before == null ? null : new Stub(before);
    }

    @Override
    @SuppressWarnings("NullAway") // the client's interface means nothing by null
    public GenericKubernetesResource remove(String key) {
        leaving.add(key);
        Item before = items.remove(key);
        return before == null ? null : new Stub(before);
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    @Override
    public Stream<GenericKubernetesResource> values() {
        return items.values().stream().map(Stub::new);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    @SuppressWarnings("NullAway") // the client's interface means nothing by null
    public GenericKubernetesResource get(String key) {
        Item item = items.get(key);
        return item == null ? null : new Stub(item);
    }

    /** Stubs are all the informer gets back. */
    @Override
    public boolean isFullState() {
        return false;
    }
}
