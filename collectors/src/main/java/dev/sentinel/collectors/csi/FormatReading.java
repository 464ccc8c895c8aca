package dev.sentinel.collectors.csi;

import dev.sentinel.collectors.csi.KnownVolumes.Standing;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.CsiFormatDecided;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.FormatStage;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches storage drivers decide that a disk is blank. On a new volume that is their work; on one that was in use it is an
 * emergency, and the line comes milliseconds before the damage. Pure.
 */
public final class FormatReading {
    private final Facts facts;
    private final FormatLines lines = new FormatLines();

    public FormatReading(Facts facts) {
        this.facts = facts;
    }

    /**
     * What a line of a driver or a kubelet is worth.
     *
     * @param machine the {@code kubernetes.node} or {@code host.machine} the line comes from
     */
    public Optional<Event> read(String line, Seen seen, Ref machine, KnownVolumes volumes) {
        return lines.read(line).map(found -> event(found, line, seen, machine, volumes.behind(found.device())));
    }

    private Event event(FormatLine found, String line, Seen seen, Ref machine, Standing standing) {
        CsiFormatDecided.Builder fact = CsiFormatDecided.newBuilder()
                .setStage(found.stage())
                .setDevice(found.device())
                .setFilesystem(found.filesystem())
                .setFormatter(found.formatter())
                .setMessage(line)
                .setNode(machine.getName())
                .setVolumeKnown(standing instanceof Standing.Used);
        found.probeExitCode().ifPresent(fact::setProbeExitCode);
        standing.volume().ifPresent(fact::setVolume);
        if (standing instanceof Standing.Used used) {
            fact.setFirstSeenAt(Times.stamp(used.firstSeenAt()));
        }
        List<Ref> related = new ArrayList<>();
        standing.volume().ifPresent(related::add);
        standing.related().stream().filter(each -> !related.contains(each)).forEach(related::add);
        return facts.event(seen, severity(found.stage(), standing), machine, related, fact.build());
    }

    private static Severity severity(FormatStage stage, Standing standing) {
        boolean declined = stage == FormatStage.FORMAT_STAGE_DECLINED;
        return switch (standing) {
            case Standing.Used used -> declined ? Severity.SEVERITY_ERROR : Severity.SEVERITY_CRITICAL;
            case Standing.Fresh fresh ->
                declined || stage == FormatStage.FORMAT_STAGE_FAILED
                        ? Severity.SEVERITY_WARNING
                        : Severity.SEVERITY_INFO;
            case Standing.Untold untold -> Severity.SEVERITY_WARNING;
        };
    }
}
