package dev.sentinel.collectors.longhorn.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.collectors.kubernetes.Hint;
import dev.sentinel.collectors.kubernetes.HintState;
import dev.sentinel.collectors.kubernetes.edge.Hints;
import dev.sentinel.collectors.kubernetes.edge.ObjectKind;
import dev.sentinel.collectors.kubernetes.edge.Reader;
import dev.sentinel.collectors.longhorn.Known;
import dev.sentinel.collectors.longhorn.Longhorn;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.ThingKind;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** Keeps one Longhorn's story going over restarts. */
final class LonghornReader implements Reader {
    static final JsonCodec<Known> CODEC = JsonCodec.of(Known.class);
    private static final String PREFIX = "known/";

    private final Longhorn longhorn;
    private final Place place;
    private final Hints hints;
    private Map<String, Known> kept;

    /**
     * Which Longhorn, and who reads it.
     *
     * @param forgotten is told how many objects had no place in the memory
     */
    record Place(Ref self, String namespace, LongConsumer forgotten) {}

    LonghornReader(Longhorn longhorn, Place place, Memory memory, Instant now) {
        this.longhorn = longhorn;
        this.place = place;
        this.hints = new Hints(memory, now);
        Map<String, Known> known = new HashMap<>();
        memory.recallAll(PREFIX, CODEC).forEach((key, what) -> known.put(key.substring(PREFIX.length()), what));
        longhorn.remember(known);
        this.kept = longhorn.known();
    }

    @Override
    public List<Event> now(ObjectKind kind, JsonNode object, Instant now) {
        if (kind.kind().equals("Event")) {
            return Hint.of(object).map(hint -> hint(hint, now)).orElse(List.of());
        }
        return Resource.of(object)
                .map(resource -> isLonghorn(kind) ? longhorn.read(resource, now) : longhorn.pod(resource, now))
                .orElse(List.of());
    }

    @Override
    public List<Event> gone(ObjectKind kind, JsonNode last, Instant now) {
        if (kind.kind().equals("Event")) {
            Hint.of(last).ifPresent(hints::forget);
        }
        return isLonghorn(kind)
                ? Resource.of(last)
                        .map(resource -> longhorn.gone(resource, now))
                        .orElse(List.of())
                : List.of();
    }

    @Override
    public List<Event> listed(Map<ObjectKind, Set<String>> there, Instant now) {
        List<Event> events = new ArrayList<>();
        there.forEach((kind, keys) -> {
            if (isLonghorn(kind)) {
                events.addAll(vanished(kind, keys, now));
            }
        });
        events.addAll(longhorn.listing(place.self(), now));
        return events;
    }

    @Override
    public List<Event> page(String page, Instant now) {
        return longhorn.metrics(page, now);
    }

    @Override
    public void keep(Memory memory) {
        Map<String, Known> known = longhorn.known();
        Map<String, Known> put = new HashMap<>();
        known.forEach((key, what) -> {
            if (!Objects.equals(what, kept.get(key))) {
                put.put(PREFIX + key, what);
            }
        });
        List<String> removed = kept.keySet().stream()
                .filter(key -> !known.containsKey(key))
                .map(key -> PREFIX + key)
                .toList();
        if (!put.isEmpty()) {
            memory.remember(put, CODEC);
        }
        if (!removed.isEmpty()) {
            memory.forget(removed);
        }
        kept = known;
        hints.keep(memory);
        place.forgotten().accept(longhorn.refused());
    }

    private List<Event> hint(Hint hint, Instant now) {
        return hints.read(hint, now, (before, since) -> {
            boolean more = before.map(old -> hint.count() > old.count()).orElse(true);
            boolean recent = !hint.lastAt().orElse(now).isBefore(since);
            List<Event> events = more && recent ? longhorn.hint(hint, now) : List.of();
            return new Reading<>(new HintState(hint.count()), events);
        });
    }

    /** Nobody saw their end. */
    private List<Event> vanished(ObjectKind kind, Set<String> there, Instant now) {
        String thing = ThingKind.of(kind.apiVersion(), kind.kind()) + "/";
        List<Event> events = new ArrayList<>();
        longhorn.known().forEach((key, what) -> {
            String name = key.substring(key.indexOf('/') + 1);
            if (key.startsWith(thing) && !there.contains(place.namespace() + "/" + name) && !isGone(what)) {
                remembered(kind, name, what).ifPresent(last -> events.addAll(longhorn.gone(last, now)));
            }
        });
        return events;
    }

    private Optional<Resource> remembered(ObjectKind kind, String name, Known what) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        json.putObject("metadata")
                .put("namespace", place.namespace())
                .put("name", name)
                .put("uid", what.uid());
        return Resource.of(json);
    }

    /** Volumes are remembered after their end. */
    private static boolean isGone(Known what) {
        return what instanceof Known.Volume volume && volume.gone();
    }

    private static boolean isLonghorn(ObjectKind kind) {
        return kind.group().equals(Kinds.GROUP);
    }
}
