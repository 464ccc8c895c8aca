package dev.sentinel.collectors.logs;

import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line worth an event: how it is known, and what it becomes.
 *
 * @param programs whose logs it is looked for in; empty for all
 * @param checks what must hold, the cheap ones first
 * @param subjects the first that can be named is what the event is about; without any it is the origin's subject
 * @param related what else it touches; absent when that is what the origin says
 */
record Signature(
        String id,
        Set<String> programs,
        List<Check> checks,
        Severity severity,
        List<Thing> subjects,
        Optional<List<Thing>> related,
        Filling filling) {

    /** A condition and the key it is about. */
    record Check(String key, Condition condition) {}

    /** A reference to fill. */
    record Thing(String kind, Optional<Template> namespace, Template name) {
        Optional<Ref> ref(Value value) {
            Optional<String> called = name.fill(value);
            if (namespace.isEmpty()) {
                return called.map(each -> Refs.of(kind, each));
            }
            // A thing that lives in no namespace here (outside Kubernetes) is still a thing.
            String room = namespace.get().fill(value).orElse("");
            return called.map(each -> Refs.of(kind, room, each));
        }
    }

    Signature {
        programs = Set.copyOf(programs);
        checks = List.copyOf(checks);
        subjects = List.copyOf(subjects);
    }

    boolean isFor(String program) {
        return programs.isEmpty() || programs.contains(program);
    }

    /** The event of a line, if it is one of these. */
    Optional<Event> read(Said said, Origin origin, Replicas replicas, Facts facts, Seen seen) {
        Map<String, String> caught = new HashMap<>();
        for (Check check : checks) {
            String value = said.keys().get(check.key());
            if (value == null
                    ? check.condition().needsValue()
                    : !check.condition().holds(value, caught)) {
                return Optional.empty();
            }
        }
        Value value = new Value(said, caught, origin, replicas);
        Optional<Ref> subject = subject(value);
        Optional<Message> fact = filling.fill(value);
        if (subject.isEmpty() || fact.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(facts.event(seen, severity, subject.get(), related(value), fact.get()));
    }

    private Optional<Ref> subject(Value value) {
        return subjects.isEmpty()
                ? Optional.of(value.origin().subject())
                : subjects.stream().flatMap(each -> each.ref(value).stream()).findFirst();
    }

    private List<Ref> related(Value value) {
        return related.map(things -> things.stream()
                        .flatMap(each -> each.ref(value).stream())
                        .distinct()
                        .toList())
                .orElse(value.origin().related());
    }
}
