package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.LonghornRobustness;
import dev.sentinel.v1.LonghornVolumeFilesystemReadOnlyChanged;
import dev.sentinel.v1.LonghornVolumeRobustnessChanged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A manager's metrics page as a second witness (domain page, section 3). It tells filesystems that the host mounted read-only,
 * and the robustness of volumes whose resources are not seen. A series that is missing proves nothing: each manager shows
 * only what it owns.
 */
final class MetricsReading {
    private static final String ROBUSTNESS = "longhorn_volume_robustness";
    private static final String READ_ONLY = "longhorn_volume_file_system_read_only";
    private static final Set<String> WANTED = Set.of(ROBUSTNESS, READ_ONLY);
    /** Beside the resources' kinds: what the metrics said last. */
    private static final String ROBUSTNESS_SAID = "longhorn.metric.robustness";

    private static final String READ_ONLY_SAID = "longhorn.metric.read_only";

    private final World world;
    private final Telling telling;

    MetricsReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(String page) {
        Metrics metrics = Metrics.of(page, WANTED::contains);
        SortedMap<String, LonghornRobustness> robustness = robustness(metrics);
        robustness.forEach(this::robustness);
        Set<String> readOnly = new TreeSet<>();
        metrics.all(READ_ONLY).stream()
                .filter(sample -> sample.value() == 1 && !sample.label("volume").isEmpty())
                .forEach(sample -> readOnly.add(sample.label("volume")));
        readOnly.forEach(volume -> readOnly(volume, true, metrics));
        // Of a volume on this page, no such series means writable; of any other it means nothing.
        robustness.keySet().stream()
                .filter(volume -> !readOnly.contains(volume))
                .forEach(volume -> readOnly(volume, false, metrics));
    }

    /** Both encodings: a number until 1.10, one series for each state since 1.11. */
    static SortedMap<String, LonghornRobustness> robustness(Metrics metrics) {
        SortedMap<String, LonghornRobustness> found = new TreeMap<>();
        for (Metrics.Sample sample : metrics.all(ROBUSTNESS)) {
            String volume = sample.label("volume");
            String state = sample.label("state");
            if (volume.isEmpty()) {
                continue;
            }
            if (state.isEmpty()) {
                found.put(volume, numbered(sample.value()));
            } else if (sample.value() == 1) {
                found.put(volume, Words.robustness(state));
            }
        }
        return found;
    }

    private static LonghornRobustness numbered(double value) {
        return switch ((int) value) {
            case 0 -> LonghornRobustness.LONGHORN_ROBUSTNESS_UNKNOWN;
            case 1 -> LonghornRobustness.LONGHORN_ROBUSTNESS_HEALTHY;
            case 2 -> LonghornRobustness.LONGHORN_ROBUSTNESS_DEGRADED;
            case 3 -> LonghornRobustness.LONGHORN_ROBUSTNESS_FAULTED;
            default -> LonghornRobustness.LONGHORN_ROBUSTNESS_UNSPECIFIED;
        };
    }

    private void robustness(String volume, LonghornRobustness is) {
        String said = said(ROBUSTNESS_SAID, volume, is.name());
        boolean seenBetter =
                world.find(Known.Volume.class, Kinds.VOLUME, volume).isPresent();
        boolean bad = is == LonghornRobustness.LONGHORN_ROBUSTNESS_DEGRADED
                || is == LonghornRobustness.LONGHORN_ROBUSTNESS_FAULTED;
        if (seenBetter
                || is == LonghornRobustness.LONGHORN_ROBUSTNESS_UNSPECIFIED
                || is.name().equals(said)
                || (said.isEmpty() && !bad)) {
            return;
        }
        var changed = LonghornVolumeRobustnessChanged.newBuilder().setRobustness(is);
        if (!said.isEmpty()) {
            changed.setPreviousRobustness(LonghornRobustness.valueOf(said));
        }
        Severity severity = is == LonghornRobustness.LONGHORN_ROBUSTNESS_FAULTED
                ? Severity.SEVERITY_CRITICAL
                : bad ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO;
        telling.tell(world.ref(Kinds.VOLUME, volume), List.of(), telling.now(), severity, changed.build());
    }

    private void readOnly(String volume, boolean is, Metrics metrics) {
        String said = said(READ_ONLY_SAID, volume, String.valueOf(is));
        if (String.valueOf(is).equals(said) || (said.isEmpty() && !is)) {
            return;
        }
        String node = world.find(Known.Volume.class, Kinds.VOLUME, volume)
                .map(Known.Volume::node)
                .orElse("");
        var changed = LonghornVolumeFilesystemReadOnlyChanged.newBuilder()
                .setReadOnly(is)
                .setNode(node);
        telling.tell(
                world.ref(Kinds.VOLUME, volume),
                claim(volume, metrics),
                telling.now(),
                is ? Severity.SEVERITY_CRITICAL : Severity.SEVERITY_INFO,
                changed.build());
    }

    private static List<Ref> claim(String volume, Metrics metrics) {
        List<Ref> claims = new ArrayList<>();
        metrics.all(READ_ONLY).stream()
                .map(Metrics.Sample::labels)
                .filter(labels -> volume.equals(labels.get("volume"))
                        && !labels.getOrDefault("pvc", "").isEmpty())
                .limit(1)
                .forEach(labels -> claims.add(claim(labels)));
        return claims;
    }

    private static Ref claim(Map<String, String> labels) {
        return Refs.of(
                "kubernetes.persistent_volume_claim",
                labels.getOrDefault("pvc_namespace", ""),
                labels.getOrDefault("pvc", ""));
    }

    private String said(String kind, String volume, String now) {
        var key = new World.Key(kind, volume);
        String before =
                world.find(Known.Saying.class, key).map(Known.Saying::words).orElse("");
        world.put(key, new Known.Saying("", now));
        return before;
    }
}
