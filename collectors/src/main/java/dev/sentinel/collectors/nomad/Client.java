package dev.sentinel.collectors.nomad;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.NomadNodeStatus;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.Optional;

/** A client node. */
record Client(
        String id,
        String name,
        NomadNodeStatus status,
        boolean eligible,
        boolean draining,
        String message,
        long index,
        Optional<Instant> statusAt) {

    static Optional<Client> of(Tree json) {
        String id = json.at("ID").word();
        String name = json.at("Name").name();
        NomadNodeStatus status = status(json.at("Status").word());
        if (id.isEmpty() || status == NomadNodeStatus.NOMAD_NODE_STATUS_UNSPECIFIED) {
            return Optional.empty();
        }
        return Optional.of(new Client(
                id,
                name.isEmpty() ? id : name,
                status,
                json.at("SchedulingEligibility").word().equals("eligible"),
                json.at("Drain").flag() || json.at("DrainStrategy").present(),
                json.at("StatusDescription").message(),
                json.at("ModifyIndex").amount(),
                ofSeconds(json.at("StatusUpdatedAt").amount())));
    }

    Ref ref() {
        return Refs.of("nomad.node", "", name, id);
    }

    /** Nomad takes the name of a client from its host unless told otherwise. */
    Ref machine() {
        return Refs.of("host.machine", name);
    }

    boolean says(Client other) {
        return status == other.status && eligible == other.eligible && draining == other.draining;
    }

    private static Optional<Instant> ofSeconds(long seconds) {
        return seconds == 0 || seconds > Long.MAX_VALUE / 1_000_000
                ? Optional.empty()
                : Times.ofMicros(seconds * 1_000_000);
    }

    /** Nomad writes times as nanoseconds since 1970; 0 is none. */
    static Optional<Instant> ofNanos(long nanos) {
        return nanos == 0 ? Optional.empty() : Times.ofMicros(nanos / 1_000);
    }

    private static NomadNodeStatus status(String word) {
        return switch (word) {
            case "initializing" -> NomadNodeStatus.NOMAD_NODE_STATUS_INITIALIZING;
            case "ready" -> NomadNodeStatus.NOMAD_NODE_STATUS_READY;
            case "down" -> NomadNodeStatus.NOMAD_NODE_STATUS_DOWN;
            case "disconnected" -> NomadNodeStatus.NOMAD_NODE_STATUS_DISCONNECTED;
            default -> NomadNodeStatus.NOMAD_NODE_STATUS_UNSPECIFIED;
        };
    }
}
