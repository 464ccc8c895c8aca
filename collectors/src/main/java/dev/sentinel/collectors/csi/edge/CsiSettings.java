package dev.sentinel.collectors.csi.edge;

import java.time.Duration;
import java.util.Set;

/**
 * How formats are watched.
 *
 * @param programs whose logs tell of formats: drivers and kubelets, as the logs name their programs
 * @param every how often the mounted volumes are noted; default 10 s
 * @param young a volume made less than this ago, and never seen mounted, is new; default 10 min
 */
public record CsiSettings(Set<String> programs, Duration every, Duration young) {
    /** The usual ones. */
    public static final CsiSettings USUAL = new CsiSettings(
            Set.of("csi-driver", "kubelet", "k3s", "k3s-agent", "rke2", "rke2-server", "rke2-agent"),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10));

    public CsiSettings {
        programs = Set.copyOf(programs);
    }
}
