package dev.sentinel.collectors.logs;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Bounds;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Shows what lines would become, for people who write signatures. Not for several threads. */
public final class LineTrial {
    private static final int LONGEST_SHOWN = 200;
    private static final Map<String, String> ORIGIN =
            Map.of("namespace", "example", "pod", "example", "container", "example", "node", "example");

    private final Signatures signatures;
    private final LogReading reading;

    public LineTrial(Signatures signatures) {
        this.signatures = signatures;
        this.reading = new LogReading(
                signatures, new Facts(new Witness("example", "logs", "example")), address -> Optional.empty());
    }

    /**
     * An event that a line would become.
     *
     * @param subject as kind/namespace/name
     * @param fields the fact, by the names of its fields
     */
    public record Becomes(
            String signature, String kind, String severity, String subject, SequencedMap<String, String> fields) {}

    /**
     * Holds a line, in whichever envelope, against the signatures.
     *
     * @param program whose log it is; when nobody says, it is held against the signatures of all programs
     */
    public List<Becomes> read(byte[] raw, Optional<String> program, Instant now) {
        Entry entry = envelope(raw).open(raw);
        Set<String> programs = program.map(Set::of).orElseGet(signatures::programs);
        Map<String, Becomes> found = new LinkedHashMap<>();
        for (String each : programs) {
            Origin origin = new Origin(each, Refs.of("x.log", each.isEmpty() ? "example" : each), List.of(), ORIGIN);
            reading.read(entry, origin, now)
                    .forEach(sighting -> found.putIfAbsent(sighting.signature(), becomes(sighting)));
        }
        return new ArrayList<>(found.values());
    }

    /** The envelope that the line looks like; a line of no envelope is a plain one. */
    static Envelope envelope(byte[] raw) {
        String head = new String(raw, 0, Math.min(raw.length, 512), StandardCharsets.UTF_8);
        if (!head.startsWith("{")) {
            return Envelope.CRI.open(raw).stream() == Entry.Stream.UNKNOWN ? Envelope.PLAIN : Envelope.CRI;
        }
        if (Envelope.DOCKER.open(raw).time().isPresent() && head.contains("\"log\"")) {
            return Envelope.DOCKER;
        }
        return Envelope.JOURNAL.open(raw).origin().isEmpty() ? Envelope.PLAIN : Envelope.JOURNAL;
    }

    private static Becomes becomes(LogReading.Sighting sighting) {
        Event event = sighting.event();
        Message fact = (Message) event.getField(Kinds.field(Kinds.of(event)).orElseThrow());
        SequencedMap<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<FieldDescriptor, Object> each : fact.getAllFields().entrySet()) {
            String shown = FieldText.show(each.getKey(), each.getValue());
            fields.put(each.getKey().getName(), Bounds.fit(shown, LONGEST_SHOWN));
        }
        return new Becomes(
                sighting.signature(),
                Kinds.of(event),
                event.getSeverity().name().substring("SEVERITY_".length()).toLowerCase(Locale.ROOT),
                subject(event.getSubject()),
                fields);
    }

    private static String subject(Ref subject) {
        return subject.getNamespace().isEmpty()
                ? subject.getKind() + "/" + subject.getName()
                : subject.getKind() + "/" + subject.getNamespace() + "/" + subject.getName();
    }
}
