package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.kubernetes.Hint;
import dev.sentinel.collectors.kubernetes.HintReading;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hands objects to the reading of their family, with what is remembered of them. */
final class KubernetesReader implements Reader {
    private static final int MOST_GONE = 5_000;

    private final Facts facts;
    private final Ref self;
    private final List<Family<?>> families;
    private final Hints hints;

    KubernetesReader(Facts facts, Ref self, String longhornNamespace, Memory memory, Instant now) {
        this.facts = facts;
        this.self = self;
        this.families = Families.all(facts, longhornNamespace, memory);
        this.hints = new Hints(memory, now);
    }

    @Override
    public List<Event> now(ObjectKind kind, JsonNode object, Instant now) {
        if (kind.kind().equals("Event")) {
            return Hint.of(object)
                    .map(hint -> hints.read(
                            hint, now, (before, since) -> new HintReading(facts).read(before, hint, since, now)))
                    .orElse(List.of());
        }
        return Resource.of(object)
                .map(resource -> family(kind).now(key(kind, resource), resource, now))
                .orElse(List.of());
    }

    @Override
    public List<Event> gone(ObjectKind kind, JsonNode last, Instant now) {
        if (kind.kind().equals("Event")) {
            Hint.of(last).ifPresent(hints::forget);
            return List.of();
        }
        return Resource.of(last)
                .map(resource -> family(kind).gone(key(kind, resource), resource, now))
                .orElse(List.of());
    }

    @Override
    public List<Event> listed(Map<ObjectKind, Set<String>> there, Instant now) {
        List<Event> events = new ArrayList<>();
        Set<Family<?>> listed = new LinkedHashSet<>();
        there.forEach((kind, keys) -> {
            if (!kind.kind().equals("Event")) {
                events.addAll(family(kind).vanished(kind, keys, now));
                family(kind).forgetGone(MOST_GONE);
                listed.add(family(kind));
            }
        });
        Telling telling = new Telling(facts, now);
        listed.forEach(family -> family.listing(telling, self));
        events.addAll(telling.events());
        return events;
    }

    @Override
    public void keep(Memory memory) {
        families.forEach(family -> family.keep(memory));
        hints.keep(memory);
    }

    private static String key(ObjectKind kind, Resource resource) {
        String namespace = resource.namespace().isEmpty() ? "" : resource.namespace() + "/";
        return kind.resource() + "/" + namespace + resource.name();
    }

    /** What is no kind of its own is a workload or owns some. */
    private Family<?> family(ObjectKind kind) {
        Optional<Family<?>> own =
                families.stream().filter(family -> family.reads(kind)).findFirst();
        return own.orElseGet(families::getLast);
    }
}
