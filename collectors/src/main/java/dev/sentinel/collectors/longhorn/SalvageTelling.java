package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.LonghornRobustness;
import dev.sentinel.v1.LonghornVolumeSalvaged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.SalvageTrigger;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Salvages, seen by what they leave behind: a volume that is no longer faulted, and failures that were taken back. */
final class SalvageTelling {
    private static final Duration HOUR = Duration.ofHours(1);
    /** The replicas are written before the volume, within one reconciliation or a retry of it. */
    private static final Duration SAME = Duration.ofMinutes(2);

    private static final int MOST_SALVAGES = 64;

    private final World world;
    private final Telling telling;

    SalvageTelling(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    /** The salvages of the last hour, this look's included. */
    List<Instant> read(Resource volume, Ref subject, Optional<Known.Volume> before) {
        List<Instant> salvages =
                new ArrayList<>(before.map(Known.Volume::salvages).orElse(List.of()));
        salvages.removeIf(each -> each.isBefore(telling.now().minus(HOUR)));
        Optional<Instant> autoSalvagedAt = volume.status("lastAutoSalvagedAt").time();
        boolean auto = before.isPresent()
                && autoSalvagedAt.isPresent()
                && !autoSalvagedAt.equals(before.get().autoSalvagedAt());
        boolean leftFaulted = before.map(Known.Volume::robustness)
                        .filter(old -> old == LonghornRobustness.LONGHORN_ROBUSTNESS_FAULTED)
                        .isPresent()
                && VolumeReading.robustnessOf(volume) == LonghornRobustness.LONGHORN_ROBUSTNESS_UNKNOWN;
        Instant at = autoSalvagedAt.filter(time -> auto).orElse(telling.now());
        // The time and the robustness are written by two updates of the same salvage.
        boolean told = !salvages.isEmpty() && salvages.getLast().plus(SAME).isAfter(at);
        if ((!auto && !leftFaulted) || told || salvages.size() == MOST_SALVAGES) {
            return salvages;
        }
        salvages.add(at);
        var salvaged = LonghornVolumeSalvaged.newBuilder()
                .setTrigger(trigger(volume.name(), auto, autoSalvagedAt.isPresent()))
                .addAllReplicas(cleared(volume.name()))
                .setSalvagesLastHour(salvages.size())
                .setSalvagedAt(Times.stamp(at));
        Severity severity = salvages.size() > 1 ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING;
        telling.tell(subject, VolumeReading.related(volume), at, severity, salvaged.build());
        return salvages;
    }

    /** From 1.12 on the time says it; before, a person is only certain when the setting forbids anything else. */
    private SalvageTrigger trigger(String volume, boolean auto, boolean versionSaysIt) {
        boolean requested = world.enginesOf(volume).values().stream().anyMatch(Known.Engine::salvages);
        boolean forbidden = world.find(Known.Setting.class, Kinds.SETTING, "auto-salvage")
                .filter(setting -> setting.value().equals("false"))
                .isPresent();
        boolean byHand = !auto && (forbidden || (versionSaysIt && !requested));
        return byHand ? SalvageTrigger.SALVAGE_TRIGGER_MANUAL : SalvageTrigger.SALVAGE_TRIGGER_AUTOMATIC;
    }

    private List<String> cleared(String volume) {
        return world.replicasOf(volume).entrySet().stream()
                .filter(each -> each.getValue()
                        .clearedAt()
                        .filter(at -> at.plus(SAME).isAfter(telling.now()))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }
}
