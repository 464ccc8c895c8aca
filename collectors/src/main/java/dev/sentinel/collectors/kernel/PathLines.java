package dev.sentinel.collectors.kernel;

import dev.sentinel.v1.IoOperation;
import dev.sentinel.v1.IscsiSessionEvent;
import dev.sentinel.v1.KernelIscsiSessionChanged;
import dev.sentinel.v1.KernelNvmeTimedOut;
import dev.sentinel.v1.MultipathPathStateChanged;
import dev.sentinel.v1.NvmeReaction;
import dev.sentinel.v1.PathState;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Optional;

/** The ways to disks: NVMe, iSCSI and multipath. */
final class PathLines {
    private PathLines() {}

    static List<Shape> shapes() {
        return List.of(
                Shape.of(
                        "timeout, ",
                        "nvme (?P<controller>nvme\\d+): I/O (?:tag )?\\d+ (?:\\([0-9a-f]+\\) )?(?:opcode 0x[0-9a-f]+ \\([^)]*\\) )?QID (?P<queue>\\d+) timeout, (?P<reaction>aborting|reset controller|completion polled|disable controller)(?: req_op:(?P<operation>\\w+))?",
                        PathLines::nvme),
                Shape.of(
                        "nvme",
                        "nvme (?P<controller>nvme\\d+): (?P<reaction>controller is down; will reset|Device not ready; aborting reset|Removing after probe failure|Disabling device after reset failure|[Rr]econnecting in )",
                        PathLines::nvme),
                Shape.of(
                        "detected conn error",
                        "(?P<connection>connection\\d+:\\d+): detected conn error \\((?P<code>\\d{1,6})\\)",
                        (caught, line) -> iscsi(
                                caught,
                                line,
                                IscsiSessionEvent.ISCSI_SESSION_EVENT_CONNECTION_ERROR,
                                Severity.SEVERITY_WARNING)),
                Shape.of(
                        "session recovery timed out",
                        "(?P<session>session\\d+): session recovery timed out after (?P<seconds>\\d{1,6}) secs",
                        (caught, line) -> iscsi(
                                caught,
                                line,
                                IscsiSessionEvent.ISCSI_SESSION_EVENT_RECOVERY_TIMED_OUT,
                                Severity.SEVERITY_ERROR)),
                Shape.of(
                        "is operational after recovery",
                        "(?P<connection>connection\\d+:\\d+):? is operational after recovery",
                        (caught, line) -> iscsi(
                                caught, line, IscsiSessionEvent.ISCSI_SESSION_EVENT_RECOVERED, Severity.SEVERITY_INFO)),
                Shape.of(
                        "rejecting I/O to offline device",
                        "sd (?P<address>[\\d:]+): (?:\\[(?P<device>[a-z]+)\\] )?rejecting I/O to offline device",
                        (caught, line) -> iscsi(
                                caught,
                                line,
                                IscsiSessionEvent.ISCSI_SESSION_EVENT_DEVICE_OFFLINE,
                                Severity.SEVERITY_ERROR)),
                Shape.of(
                        "device-mapper: multipath: ",
                        "device-mapper: multipath: (?P<map>\\d+:\\d+): (?P<what>Failing|Reinstating) path (?P<path>\\d+:\\d+)",
                        PathLines::path));
    }

    private static Optional<Finding> nvme(Shape.Caught caught, String line) {
        NvmeReaction reaction = reaction(caught.text("reaction"));
        KernelNvmeTimedOut.Builder fact = KernelNvmeTimedOut.newBuilder()
                .setController(caught.text("controller"))
                .setReaction(reaction)
                .setMessage(line);
        if (caught.matcher().pattern().namedGroups().containsKey("queue")) {
            fact.setQueue(caught.count("queue")).setOperation(operation(caught));
        }
        boolean mild = reaction == NvmeReaction.NVME_REACTION_ABORTED
                || reaction == NvmeReaction.NVME_REACTION_COMPLETION_POLLED;
        return Shape.found(mild ? Severity.SEVERITY_WARNING : Severity.SEVERITY_ERROR, caught.text("controller"), fact);
    }

    private static IoOperation operation(Shape.Caught caught) {
        return BlockLines.operation(caught.text("operation"));
    }

    private static NvmeReaction reaction(String words) {
        return switch (words.strip()) {
            case "aborting" -> NvmeReaction.NVME_REACTION_ABORTED;
            case "completion polled" -> NvmeReaction.NVME_REACTION_COMPLETION_POLLED;
            case "disable controller", "Removing after probe failure", "Disabling device after reset failure" ->
                NvmeReaction.NVME_REACTION_CONTROLLER_REMOVED;
            case "Reconnecting in", "reconnecting in" -> NvmeReaction.NVME_REACTION_RECONNECTING;
            default -> NvmeReaction.NVME_REACTION_CONTROLLER_RESET;
        };
    }

    private static Optional<Finding> iscsi(
            Shape.Caught caught, String line, IscsiSessionEvent event, Severity severity) {
        KernelIscsiSessionChanged.Builder fact =
                KernelIscsiSessionChanged.newBuilder().setSessionEvent(event).setMessage(line);
        var groups = caught.matcher().pattern().namedGroups().keySet();
        if (groups.contains("connection")) {
            String connection = caught.text("connection");
            // "connection3:0" is the first connection of session 3.
            fact.setConnection(connection)
                    .setSession("session" + connection.substring("connection".length(), connection.indexOf(':')));
        }
        if (groups.contains("session")) {
            fact.setSession(caught.text("session")).setRecoverySeconds(caught.count("seconds"));
        }
        if (groups.contains("code")) {
            fact.setErrorCode(caught.count("code"));
        }
        String device = groups.contains("device") ? caught.text("device") : "";
        return Shape.found(severity, device, fact.setDevice(device));
    }

    private static Optional<Finding> path(Shape.Caught caught, String line) {
        boolean failed = caught.text("what").equals("Failing");
        return Shape.found(
                failed ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                caught.text("map"),
                MultipathPathStateChanged.newBuilder()
                        .setMap(caught.text("map"))
                        .setPathDevice(caught.text("path"))
                        .setPathDeviceNumber(caught.text("path"))
                        .setState(failed ? PathState.PATH_STATE_FAILED : PathState.PATH_STATE_ACTIVE)
                        .setPreviousState(failed ? PathState.PATH_STATE_ACTIVE : PathState.PATH_STATE_FAILED));
    }
}
