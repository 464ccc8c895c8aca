package dev.sentinel.collectors.nomad;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.NomadAllocationStatus;
import dev.sentinel.v1.NomadDesiredStatus;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.Optional;

/** An allocation as a listing or the stream shows it; both write the same names. */
record Allocation(
        String namespace,
        String id,
        String name,
        String job,
        String group,
        String nodeId,
        String nodeName,
        NomadAllocationStatus status,
        NomadDesiredStatus desired,
        boolean migrating,
        String previous,
        String message,
        long index,
        Optional<Instant> at) {

    /** Nothing when it lacks what identifies it, or has a status that no version known here writes. */
    static Optional<Allocation> of(Tree json) {
        String id = json.at("ID").word();
        String job = json.at("JobID").name();
        NomadAllocationStatus status = status(json.at("ClientStatus").word());
        if (id.isEmpty() || job.isEmpty() || status == NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_UNSPECIFIED) {
            return Optional.empty();
        }
        String client = json.at("ClientDescription").message();
        return Optional.of(new Allocation(
                json.at("Namespace").name(),
                id,
                json.at("Name").name(),
                job,
                json.at("TaskGroup").name(),
                json.at("NodeID").word(),
                json.at("NodeName").name(),
                status,
                desired(json.at("DesiredStatus").word()),
                json.at("DesiredTransition", "Migrate").flag(),
                json.at("PreviousAllocation").word(),
                client.isEmpty() ? json.at("DesiredDescription").message() : client,
                json.at("ModifyIndex").amount(),
                Client.ofNanos(json.at("ModifyTime").amount())));
    }

    Ref ref() {
        return Refs.of("nomad.allocation", namespace, id, id);
    }

    Ref jobRef() {
        return Refs.of("nomad.job", namespace, job);
    }

    /** Older servers name no node; its id is a poor name but a true one. */
    Optional<Ref> nodeRef() {
        String shown = nodeName.isEmpty() ? nodeId : nodeName;
        return shown.isEmpty() ? Optional.empty() : Optional.of(Refs.of("nomad.node", "", shown, nodeId));
    }

    /** A CSI volume lives in the namespace of the job that asks for it. */
    Ref volume(String source) {
        return Refs.of("nomad.volume", namespace, source);
    }

    boolean isOver() {
        return switch (status) {
            case NOMAD_ALLOCATION_STATUS_COMPLETE, NOMAD_ALLOCATION_STATUS_FAILED, NOMAD_ALLOCATION_STATUS_LOST -> true;
            case NOMAD_ALLOCATION_STATUS_UNSPECIFIED,
                    NOMAD_ALLOCATION_STATUS_PENDING,
                    NOMAD_ALLOCATION_STATUS_RUNNING,
                    NOMAD_ALLOCATION_STATUS_UNKNOWN,
                    UNRECOGNIZED -> false;
        };
    }

    /** Same in all that is told. */
    boolean says(Allocation other) {
        return status == other.status
                && desired == other.desired
                && migrating == other.migrating
                && nodeId.equals(other.nodeId);
    }

    /** The number of the instance in its group: the 0 of "web.cache[0]". */
    Optional<String> number() {
        int open = name.lastIndexOf('[');
        return open >= 0 && name.endsWith("]") && open < name.length() - 2
                ? Optional.of(name.substring(open))
                : Optional.empty();
    }

    private static NomadAllocationStatus status(String word) {
        return switch (word) {
            case "pending" -> NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_PENDING;
            case "running" -> NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_RUNNING;
            case "complete" -> NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_COMPLETE;
            case "failed" -> NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_FAILED;
            case "lost" -> NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_LOST;
            case "unknown" -> NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_UNKNOWN;
            default -> NomadAllocationStatus.NOMAD_ALLOCATION_STATUS_UNSPECIFIED;
        };
    }

    private static NomadDesiredStatus desired(String word) {
        return switch (word) {
            case "run" -> NomadDesiredStatus.NOMAD_DESIRED_STATUS_RUN;
            case "stop" -> NomadDesiredStatus.NOMAD_DESIRED_STATUS_STOP;
            case "evict" -> NomadDesiredStatus.NOMAD_DESIRED_STATUS_EVICT;
            default -> NomadDesiredStatus.NOMAD_DESIRED_STATUS_UNSPECIFIED;
        };
    }
}
