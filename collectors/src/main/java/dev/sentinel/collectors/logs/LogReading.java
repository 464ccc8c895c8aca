package dev.sentinel.collectors.logs;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds lines against signatures. Pure but for what it remembers about programs; not for several threads. */
public final class LogReading {
    /** What a pod calls itself is not ours to trust; past this many programs nothing is remembered. */
    private static final int MOST_PROGRAMS = 256;

    private final Signatures signatures;
    private final Facts facts;
    private final Replicas replicas;
    private final Styles styles = new Styles();
    private final Map<String, List<Signature>> byProgram = new HashMap<>();

    public LogReading(Signatures signatures, Facts facts, Replicas replicas) {
        this.signatures = signatures;
        this.facts = facts;
        this.replicas = replicas;
    }

    /** An event and the signature that saw it. */
    public record Sighting(String signature, Event event) {}

    /** What a line is worth: mostly nothing, seldom one event. */
    public List<Sighting> read(Entry entry, Origin origin, Instant observedAt) {
        List<Signature> candidates = candidates(origin.program());
        if (candidates.isEmpty() || entry.line().isEmpty()) {
            return List.of();
        }
        Said said = styles.read(entry.line(), observedAt);
        Seen seen = Seen.at(said.time().or(entry::time), observedAt);
        return candidates.stream()
                .flatMap(each -> sighting(each, each.read(said, origin, replicas, facts, seen)).stream())
                .toList();
    }

    /** The line by key, for readings that look at lines themselves. */
    public Said said(Entry entry, Instant observedAt) {
        return styles.read(entry.line(), observedAt);
    }

    private static Optional<Sighting> sighting(Signature signature, Optional<Event> event) {
        return event.map(each -> new Sighting(signature.id(), each));
    }

    private List<Signature> candidates(String program) {
        return byProgram.size() < MOST_PROGRAMS
                ? byProgram.computeIfAbsent(program, signatures::of)
                : byProgram.getOrDefault(program, signatures.of(program));
    }
}
