package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The objects that one reading reads, and what is remembered of them. */
final class Family<S> {
    private final Optional<String> kind;
    private final Kept<S> kept;
    private final Ways<S> ways;
    private final Optional<Scope<S>> scope;

    /** How a reading is asked. */
    interface Ways<S> {
        Reading<S> now(Optional<S> before, Resource object, Instant now);

        Reading<S> gone(S before, Resource last, Instant now);

        /** Whether a state says that its thing is gone already. */
        default boolean isGone(S state) {
            return false;
        }

        String uid(S state);
    }

    /** Where the edges of these objects are listed. */
    record Scope<S>(String name, Set<EdgeKind> kinds, Function<S, List<Edge>> edges) {}

    /**
     * A family of one kind, or of all that no other reads.
     */
    Family(Optional<String> kind, Kept<S> kept, Ways<S> ways, Optional<Scope<S>> scope) {
        this.kind = kind;
        this.kept = kept;
        this.ways = ways;
        this.scope = scope;
    }

    boolean reads(ObjectKind other) {
        return kind.map(own -> own.equals(other.resource())).orElse(false);
    }

    List<Event> now(String key, Resource object, Instant now) {
        return read(key, ways.now(kept.get(key), object, now));
    }

    List<Event> gone(String key, Resource last, Instant now) {
        return kept.get(key)
                .map(before -> {
                    Reading<S> reading = ways.gone(before, last, now);
                    // A machine that comes back is recognised by what is known of the one before.
                    if (ways.isGone(reading.state())) {
                        kept.put(key, reading.state());
                    } else {
                        kept.remove(key);
                    }
                    return reading.events();
                })
                .orElse(List.of());
    }

    private List<Event> read(String key, Reading<S> reading) {
        kept.put(key, reading.state());
        return reading.events();
    }

    /** Ends what is remembered and no longer exists. */
    List<Event> vanished(ObjectKind of, Set<String> there, Instant now) {
        String prefix = of.resource() + "/";
        List<Event> events = new ArrayList<>();
        kept.all().forEach((key, state) -> {
            if (key.startsWith(prefix) && !there.contains(key.substring(prefix.length())) && !ways.isGone(state)) {
                events.addAll(gone(key, remembered(of, key.substring(prefix.length()), state), now));
            }
        });
        return events;
    }

    /** Nobody saw what it was last: a name and a uid are left of it. */
    private Resource remembered(ObjectKind of, String place, S state) {
        int slash = place.indexOf('/');
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", of.apiVersion()).put("kind", of.kind());
        ObjectNode metadata = json.putObject("metadata");
        metadata.put("name", place.substring(slash + 1)).put("uid", ways.uid(state));
        if (slash > 0) {
            metadata.put("namespace", place.substring(0, slash));
        }
        return Resource.of(json)
                .orElseThrow(() -> new IllegalStateException("remembered without a name: \"%s\"".formatted(place)));
    }

    void listing(Telling telling, Ref self) {
        scope.ifPresent(each -> telling.listing(
                each.name(),
                self,
                kept.all().values().stream()
                        .flatMap(state -> each.edges().apply(state).stream())
                        .toList(),
                each.kinds()));
    }

    /** At most so many that are gone are remembered. */
    void forgetGone(int most) {
        List<String> gone = kept.all().entrySet().stream()
                .filter(entry -> ways.isGone(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        gone.stream().limit(Math.max(0, gone.size() - (long) most)).forEach(kept::remove);
    }

    void keep(Memory memory) {
        kept.keep(memory);
    }
}
