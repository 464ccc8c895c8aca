package dev.sentinel.responders.quarantine;

import com.google.protobuf.Timestamp;
import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.proto.Kinds;
import dev.sentinel.responders.quarantine.Turn.Next;
import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.QuarantineGate;
import dev.sentinel.v1.QuarantineState;
import dev.sentinel.v1.QuarantineTrigger;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a quarantine from state to state. It is released when every gate has held for the whole watch, so that a gate which
 * breaks begins the watch again. Times of the things themselves count beside events: what happened while nobody listened is
 * found by looking.
 */
public final class Watch {
    private static final Duration LOOKS = Duration.ofMinutes(1);
    private static final int MOST_EVENTS = 16;
    private static final int ID_BYTES = 12;

    private final Duration watch;
    private final List<Gate> gates;

    /** @param watch how long the gates have to hold, unless somebody wants another time for one quarantine */
    public Watch(Duration watch, List<Gate> gates) {
        if (watch.isZero() || watch.isNegative() || gates.isEmpty()) {
            throw new IllegalArgumentException("a quarantine watches some gate for some time");
        }
        this.watch = watch;
        this.gates = List.copyOf(gates);
    }

    /** What somebody wants to keep out of service. */
    public record Wish(
            String cluster,
            Ref target,
            QuarantineTrigger trigger,
            String reason,
            Actor by,
            String incidentId,
            String planId,
            Optional<Duration> watch) {}

    /** A quarantine that is wanted; it holds once its plan was carried out. */
    public Quarantine begin(Wish wish, Instant now) {
        var quarantine = Quarantine.newBuilder()
                .setCluster(wish.cluster())
                .setTarget(wish.target())
                .setTrigger(wish.trigger())
                .setState(QuarantineState.QUARANTINE_STATE_STARTING)
                .setReason(wish.reason())
                .setStartedAt(Times.of(now))
                .setEarliestReleaseAt(Times.of(now.plus(wish.watch().orElse(watch))))
                .setPlanId(wish.planId())
                .setIncidentId(wish.incidentId())
                .setStartedBy(wish.by())
                .setRevision(1);
        gates.forEach(gate -> quarantine.addGates(QuarantineGate.newBuilder()
                .setName(gate.word())
                .setHeld(gate != Gate.DISK_PROBE)
                .setObservation(gate == Gate.DISK_PROBE ? "not asked yet" : "watched from now on")
                .setHoldingSince(Times.of(now))));
        var digest = CanonicalBytes.sha256(quarantine.build());
        return quarantine
                .setId("quarantine-" + HexFormat.of().formatHex(digest, 0, ID_BYTES))
                .build();
    }

    /** Its plan was carried out: the watch begins. */
    public Turn holds(Quarantine quarantine, Inverse wayBack, Instant now) {
        if (quarantine.getState() != QuarantineState.QUARANTINE_STATE_STARTING) {
            return nothing(quarantine);
        }
        var length = length(quarantine);
        var next = quarantine.toBuilder()
                .setState(QuarantineState.QUARANTINE_STATE_WATCHING)
                .setInverse(wayBack)
                .setEarliestReleaseAt(Times.of(now.plus(length)));
        for (int i = 0; i < next.getGatesCount(); i++) {
            next.getGatesBuilder(i).setHoldingSince(Times.of(now));
        }
        return tell(next);
    }

    /** Its plan was not carried out: nothing is kept out of service. */
    public Turn failed(Quarantine quarantine, String why) {
        return quarantine.getState() == QuarantineState.QUARANTINE_STATE_STARTING
                ? tell(quarantine.toBuilder()
                        .setState(QuarantineState.QUARANTINE_STATE_ENDED)
                        .setExtensionReason("it never held: " + why))
                : nothing(quarantine);
    }

    /** An event arrived. It is asked for all of them; those of other things and other times change nothing. */
    public Turn hear(Quarantine quarantine, Event event) {
        var at = Times.of(event.getOccurredAt());
        if (!watches(quarantine)
                || !event.getCluster().equals(quarantine.getCluster())
                || !Signs.concern(event, quarantine.getTarget().getName())
                || at.isBefore(Times.of(quarantine.getStartedAt()))) {
            return nothing(quarantine);
        }
        return Gate.USUAL.stream()
                .filter(gate -> Signs.breaks(event, gate))
                .findFirst()
                .map(gate -> broken(quarantine, gate, at, Kinds.of(event).replaceAll("[._]", " "), event.getId()))
                .orElseGet(() -> nothing(quarantine));
    }

    /** Its disks were asked. */
    public Turn probed(Quarantine quarantine, boolean answered, String observation, Instant now) {
        return !watches(quarantine)
                ? nothing(quarantine)
                : answered
                        ? nothing(observed(quarantine, Gate.DISK_PROBE, true, observation, now))
                        : broken(quarantine, Gate.DISK_PROBE, now, observation, "");
    }

    /**
     * Somebody looked at the cluster.
     *
     * @param mute gates whose witnesses are not heard now, and why: they neither hold nor break
     */
    public Turn look(Quarantine quarantine, Situation situation, Map<Gate, String> mute, Instant now) {
        return switch (quarantine.getState()) {
            case QUARANTINE_STATE_WATCHING, QUARANTINE_STATE_EXTENDED, QUARANTINE_STATE_UNKNOWN ->
                situation.unread().stream()
                        .filter(each -> Looking.isNeeded(each.what()))
                        .findFirst()
                        .map(unread -> nothing(blind(quarantine, unread, now)))
                        .orElseGet(() -> seen(quarantine, situation, mute, now));
            case QUARANTINE_STATE_STARTING,
                    QUARANTINE_STATE_RELEASING,
                    QUARANTINE_STATE_RELEASED,
                    QUARANTINE_STATE_ENDED,
                    QUARANTINE_STATE_UNSPECIFIED,
                    UNRECOGNIZED -> nothing(quarantine);
        };
    }

    private static Turn seen(Quarantine quarantine, Situation situation, Map<Gate, String> mute, Instant now) {
        var machine = Looking.machine(quarantine.getTarget(), situation);
        if (machine.isEmpty()) {
            return tell(quarantine.toBuilder()
                    .setState(QuarantineState.QUARANTINE_STATE_ENDED)
                    .setExtensionReason("%s is gone, or another one has its name"
                            .formatted(quarantine.getTarget().getName())));
        }
        var open = Looking.isInService(quarantine.getTarget(), machine.get());
        var unknown = quarantine.getState() == QuarantineState.QUARANTINE_STATE_UNKNOWN;
        if (open) {
            return unknown
                    ? nothing(quarantine)
                    : tell(quarantine.toBuilder()
                            .setState(QuarantineState.QUARANTINE_STATE_UNKNOWN)
                            .setExtensionReason(
                                    "somebody else put it back into service; a person has to say what holds"));
        }
        if (unknown) {
            return tell(again(quarantine, "it was in service for a while through somebody else", now));
        }
        return judged(quarantine, machine.get(), situation, mute, now);
    }

    private static Turn judged(
            Quarantine quarantine, Machine machine, Situation situation, Map<Gate, String> mute, Instant now) {
        var next = quarantine;
        for (var gate : Gate.USUAL) {
            var sign = index(next, gate)
                    .map(next::getGates)
                    .flatMap(each -> Looking.broken(gate, machine, situation, since(each), now));
            if (sign.isPresent()) {
                var turn = broken(next, gate, sign.get().at(), sign.get().what(), "");
                if (turn.next() == Next.TELL) {
                    return turn;
                }
                next = turn.quarantine();
            }
            var why = Optional.ofNullable(mute.get(gate)).or(() -> sign.map(Looking.Sign::what));
            next = observed(next, gate, why.isEmpty(), why.orElse("holds"), now);
        }
        return due(next, now) ? release(next) : nothing(next);
    }

    /** Every gate holds now, and has for the whole watch. */
    private static boolean due(Quarantine quarantine, Instant now) {
        return !now.isBefore(Times.of(quarantine.getEarliestReleaseAt()))
                && quarantine.getGatesList().stream().allMatch(QuarantineGate::getHeld);
    }

    private static Turn release(Quarantine quarantine) {
        return new Turn(
                quarantine.toBuilder()
                        .setState(QuarantineState.QUARANTINE_STATE_RELEASING)
                        .build(),
                Next.RELEASE);
    }

    /** A person lets it out before its gates do. */
    public Turn releaseByHand(Quarantine quarantine, Actor actor, String reason) {
        return switch (quarantine.getState()) {
            case QUARANTINE_STATE_WATCHING, QUARANTINE_STATE_EXTENDED, QUARANTINE_STATE_UNKNOWN ->
                release(quarantine.toBuilder()
                        .setReleasedBy(actor)
                        .setExtensionReason("released by hand: " + reason)
                        .build());
            case QUARANTINE_STATE_STARTING,
                    QUARANTINE_STATE_RELEASING,
                    QUARANTINE_STATE_RELEASED,
                    QUARANTINE_STATE_ENDED,
                    QUARANTINE_STATE_UNSPECIFIED,
                    UNRECOGNIZED -> nothing(quarantine);
        };
    }

    /** The way back was taken. */
    public Turn released(Quarantine quarantine, Actor by, Instant now) {
        if (quarantine.getState() != QuarantineState.QUARANTINE_STATE_RELEASING) {
            return nothing(quarantine);
        }
        var next = quarantine.toBuilder()
                .setState(QuarantineState.QUARANTINE_STATE_RELEASED)
                .setReleasedAt(Times.of(now));
        if (!quarantine.hasReleasedBy()) {
            next.setReleasedBy(by);
        }
        return tell(next);
    }

    /** The way back could not be taken: it is kept as it is, and tried again at the next look. */
    public Turn notReleased(Quarantine quarantine, String why) {
        return quarantine.getState() == QuarantineState.QUARANTINE_STATE_RELEASING
                ? tell(quarantine.toBuilder()
                        .setState(QuarantineState.QUARANTINE_STATE_EXTENDED)
                        .setExtensionReason("the release failed: " + why))
                : nothing(quarantine);
    }

    /** When it should be looked at again; never when it is over. */
    public Optional<Instant> nextLook(Quarantine quarantine, Instant now) {
        return switch (quarantine.getState()) {
            case QUARANTINE_STATE_WATCHING, QUARANTINE_STATE_EXTENDED, QUARANTINE_STATE_UNKNOWN ->
                Optional.of(now.plus(LOOKS));
            case QUARANTINE_STATE_STARTING,
                    QUARANTINE_STATE_RELEASING,
                    QUARANTINE_STATE_RELEASED,
                    QUARANTINE_STATE_ENDED,
                    QUARANTINE_STATE_UNSPECIFIED,
                    UNRECOGNIZED -> Optional.empty();
        };
    }

    private static boolean watches(Quarantine quarantine) {
        return quarantine.getState() == QuarantineState.QUARANTINE_STATE_WATCHING
                || quarantine.getState() == QuarantineState.QUARANTINE_STATE_EXTENDED;
    }

    private static Turn broken(Quarantine quarantine, Gate gate, Instant at, String what, String eventId) {
        var index = index(quarantine, gate);
        if (index.isEmpty() || isKnown(quarantine.getGates(index.get()), at, eventId)) {
            return nothing(quarantine);
        }
        var next = quarantine.toBuilder();
        var broken = next.getGatesBuilder(index.get());
        var last = broken.hasLastBrokenAt() ? Times.of(broken.getLastBrokenAt()) : Instant.MIN;
        var latest = at.isAfter(last) ? at : last;
        var since = Times.of(broken.getHoldingSince());
        broken.setHeld(false)
                .setObservation(what)
                .setHoldingSince(Times.of(latest.isAfter(since) ? latest : since))
                .setLastBrokenAt(Times.of(latest));
        if (!eventId.isEmpty() && broken.getBrokenByEventIdsCount() < MOST_EVENTS) {
            broken.addBrokenByEventIds(eventId);
        }
        var end = latest.plus(length(quarantine));
        if (end.isAfter(Times.of(quarantine.getEarliestReleaseAt()))) {
            next.setEarliestReleaseAt(Times.of(end));
        }
        // While it stays broken the end moves on; it is told and counted once.
        if (!quarantine.getGates(index.get()).getHeld()) {
            return nothing(next.build());
        }
        return tell(next.setState(QuarantineState.QUARANTINE_STATE_EXTENDED)
                .setExtensionCount(quarantine.getExtensionCount() + 1)
                .setExtensionReason("%s did not hold: %s".formatted(gate.word(), what)));
    }

    /** Told before: the same event, or a sign of what an event said already. */
    private static boolean isKnown(QuarantineGate gate, Instant at, String eventId) {
        var old = gate.hasLastBrokenAt() && !at.isAfter(Times.of(gate.getLastBrokenAt()));
        return (eventId.isEmpty() || gate.getBrokenByEventIdsCount() >= MOST_EVENTS)
                ? old
                : gate.getBrokenByEventIdsList().contains(eventId);
    }

    private static Quarantine.Builder again(Quarantine quarantine, String why, Instant now) {
        var end = now.plus(length(quarantine));
        var next = quarantine.toBuilder()
                .setState(QuarantineState.QUARANTINE_STATE_EXTENDED)
                .setExtensionCount(quarantine.getExtensionCount() + 1)
                .setExtensionReason(why)
                .setEarliestReleaseAt(Times.of(end));
        for (int i = 0; i < next.getGatesCount(); i++) {
            next.getGatesBuilder(i).setHoldingSince(Times.of(now));
        }
        return next;
    }

    /** What cannot be seen neither breaks a gate nor lets it hold. */
    private static Quarantine blind(Quarantine quarantine, Situation.Unread unread, Instant now) {
        var next = quarantine;
        for (var gate : Gate.USUAL) {
            if (gate.needs().contains(unread.what()) || Looking.IDENTITY.contains(unread.what())) {
                next = observed(next, gate, false, "not known: %s could not be read".formatted(unread.what()), now);
            }
        }
        return next;
    }

    private static Quarantine observed(
            Quarantine quarantine, Gate gate, boolean held, String observation, Instant now) {
        var index = index(quarantine, gate);
        if (index.isEmpty()) {
            return quarantine;
        }
        var next = quarantine.toBuilder();
        var changed = next.getGatesBuilder(index.get());
        if (!changed.hasHoldingSince()) {
            changed.setHoldingSince(Times.of(now));
        }
        changed.setHeld(held).setObservation(observation);
        return next.build();
    }

    private static Optional<Integer> index(Quarantine quarantine, Gate gate) {
        for (int i = 0; i < quarantine.getGatesCount(); i++) {
            if (quarantine.getGates(i).getName().equals(gate.word())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static Instant since(QuarantineGate gate) {
        return Times.of(gate.getHoldingSince());
    }

    /** How long this one watches: the release is always that long after the gate that has held for the shortest time. */
    private static Duration length(Quarantine quarantine) {
        var youngest = quarantine.getGatesList().stream()
                .map(Watch::since)
                .max(Instant::compareTo)
                .orElseGet(() -> Times.of(quarantine.getStartedAt()));
        return Duration.between(youngest, Times.of(quarantine.getEarliestReleaseAt()));
    }

    private static Turn tell(Quarantine.Builder next) {
        return new Turn(next.build(), Next.TELL);
    }

    private static Turn nothing(Quarantine quarantine) {
        return new Turn(quarantine, Next.NOTHING);
    }

    private static final class Times {
        private Times() {}

        static Timestamp of(Instant at) {
            return Timestamp.newBuilder()
                    .setSeconds(at.getEpochSecond())
                    .setNanos(at.getNano())
                    .build();
        }

        static Instant of(Timestamp at) {
            return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
        }
    }
}
