package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells core/v1 events as the legacy recorder does (domain 2): a repeat counts up on the same object, for an hour. */
public final class Events {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int LIMIT = 2_000;

    /** Normal or Warning. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    private final World world;
    private final Map<String, Key> told = new TreeMap<>();

    Events(World world) {
        this.world = world;
    }

    public void normal(Key about, String component, String reason, String message) {
        tell(about, Type.NORMAL, component, reason, message);
    }

    public void warning(Key about, String component, String reason, String message) {
        tell(about, Type.WARNING, component, reason, message);
    }

    public void tell(Key about, Type type, String component, String reason, String message) {
        Optional<? extends JsonNode> object = world.store().find(about);
        String uid = object.map(each -> Tree.text(each, "metadata", "uid")).orElse("");
        String same = String.join("\n", about.toString(), uid, type.word, component, reason, message);
        Optional<Key> earlier = Optional.ofNullable(told.get(same))
                .filter(key -> world.store().find(key).isPresent());
        if (earlier.isPresent()) {
            world.store().change(earlier.get(), event -> {
                event.put("count", Tree.number(event, 1, "count") + 1);
                event.put("lastTimestamp", Tree.time(world.now()));
            });
            return;
        }
        if (told.size() >= LIMIT) {
            told.values().removeIf(key -> world.store().find(key).isEmpty());
        }
        told.put(same, create(about, uid, type, component, reason, message));
    }

    private Key create(Key about, String uid, Type type, String component, String reason, String message) {
        String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
        String name = about.name() + "." + world.dice().hex(16);
        Key key = new Key(Kinds.EVENT, namespace, name);
        Kind kind = about.kind();
        var unused = world.store()
                .create(
                        Kinds.EVENT,
                        Tree.of(
                                "metadata",
                                Tree.of("name", name, "namespace", namespace),
                                "involvedObject",
                                Tree.of(
                                        "apiVersion", kind.apiVersion(),
                                        "kind", kind.kind(),
                                        "name", about.name(),
                                        "namespace", about.namespace(),
                                        "uid", uid),
                                "reason",
                                reason,
                                "message",
                                message,
                                "source",
                                Tree.of("component", component),
                                "reportingComponent",
                                component,
                                "reportingInstance",
                                "",
                                "type",
                                type.word,
                                "count",
                                1,
                                "firstTimestamp",
                                Tree.time(world.now()),
                                "lastTimestamp",
                                Tree.time(world.now())));
        expire(key);
        return key;
    }

    /** An event lives for an hour after it was last told (domain 6.3). */
    private void expire(Key key) {
        world.after(
                KEPT,
                () -> world.store().find(key).ifPresent(event -> {
                    if (Tree.time(event, world.now(), "lastTimestamp")
                            .plus(KEPT)
                            .isAfter(world.now())) {
                        expire(key);
                    } else {
                        var unused = world.store().remove(key);
                    }
                }));
    }
}
