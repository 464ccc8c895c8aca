package dev.sentinel.collectors.kernel.edge;

import dev.sentinel.collectors.kernel.Identities;
import dev.sentinel.collectors.kernel.KernelLine;
import dev.sentinel.collectors.kernel.KernelReading;
import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.LogSuppressed;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SuppressionCause;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From lines of the kernel to events that are told and identities that are remembered. Safe for all threads. */
final class KernelTelling {
    static final JsonCodec<Identities.Seen> SEEN = JsonCodec.of(Identities.Seen.class);
    private static final String IDENTITY = "identity/";
    private static final int LONGEST_KEY = 500;

    private final Desk desk;
    private final Ref machine;
    private final Facts facts;
    private final Identities identities;
    private final KernelReading reading;
    private final RateLimit limit;
    private Map<String, Identities.Seen> kept;

    KernelTelling(Desk desk, Machine machine, RateLimit.Limits limits) {
        this.desk = desk;
        this.machine = machine.ref();
        this.facts = desk.facts();
        this.kept = recalled(desk);
        this.identities = new Identities(kept);
        this.reading = new KernelReading(facts, this.machine, machine, identities);
        this.limit = new RateLimit(facts, limits);
    }

    private static Map<String, Identities.Seen> recalled(Desk desk) {
        Map<String, Identities.Seen> seen = new HashMap<>();
        desk.memory()
                .recallAll(IDENTITY, SEEN)
                .forEach((key, each) -> seen.put(key.substring(IDENTITY.length()), each));
        return seen;
    }

    Ref machine() {
        return machine;
    }

    /** Reads lines in their order and tells what they are worth; whether that was anything. */
    synchronized boolean tell(List<KernelLine> lines) throws IOException, InterruptedException {
        List<Event> events = new ArrayList<>();
        Instant now = desk.now();
        for (KernelLine line : lines) {
            for (Event event : reading.read(line, now)) {
                events.addAll(limit.admit(signature(event), machine, line.text(), event, now));
            }
        }
        events.addAll(limit.tick(now));
        desk.tell(events);
        remember();
        return !events.isEmpty();
    }

    /** One kind about one thing: a flood about one disk must not hide the first word about another. */
    private static String signature(Event event) {
        Optional<Ref> first = event.getRelatedList().stream().findFirst();
        return Kinds.of(event) + first.map(ref -> " " + ref.getName()).orElse("");
    }

    /** Says that the kernel overwrote messages before they were read. */
    synchronized void lost(long messages) throws IOException, InterruptedException {
        Instant now = desk.now();
        LogSuppressed fact = LogSuppressed.newBuilder()
                .setCause(SuppressionCause.SUPPRESSION_CAUSE_ROTATED_AWAY)
                .setLineCount(Math.max(1, messages))
                .setLastAt(Times.stamp(now))
                .build();
        desk.tell(List.of(facts.event(Seen.now(now), Severity.SEVERITY_WARNING, machine, fact)));
    }

    /** What was left out lately, told also while the kernel is silent. */
    synchronized void tick() throws IOException, InterruptedException {
        desk.tell(limit.tick(desk.now()));
    }

    private void remember() {
        Map<String, Identities.Seen> now = identities.kept();
        Map<String, Identities.Seen> changed = new HashMap<>();
        now.forEach((key, seen) -> {
            if (!seen.equals(kept.get(key)) && key.length() <= LONGEST_KEY) {
                changed.put(IDENTITY + key, seen);
            }
        });
        if (!changed.isEmpty()) {
            desk.memory().remember(changed, SEEN);
        }
        List<String> gone = kept.keySet().stream()
                .filter(key -> !now.containsKey(key))
                .map(key -> IDENTITY + key)
                .toList();
        if (!gone.isEmpty()) {
            desk.memory().forget(gone);
        }
        kept = now;
    }
}
