package dev.sentinel.collectors.host.edge;

import dev.sentinel.collectors.host.SpaceReading;
import dev.sentinel.v1.Ref;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is watched on a machine.
 *
 * @param paths folders whose filesystem is watched, whatever it is
 * @param discover whether all mounted filesystems that outlive a restart are watched too; default true
 * @param mostMounts watched at all, each costing a thread; default 128. When there are more, the collector's health says so
 * @param stat the program that asks a filesystem how full it is, in a process of its own that may hang; default
 *     /usr/bin/stat
 * @param every how often space is looked at; default 30 s
 * @param limit after this a filesystem counts as dead; default 10 s
 * @param thresholds when space is low
 * @param folders data folders of Prometheus
 * @param units units of systemd that run stores
 * @param systemctl default /usr/bin/systemctl
 */
public record HostSettings(
        List<String> paths,
        boolean discover,
        int mostMounts,
        String stat,
        Duration every,
        Duration limit,
        SpaceReading.Thresholds thresholds,
        List<DataFolder> folders,
        List<Unit> units,
        String systemctl) {

    /**
     * The data folder of a Prometheus.
     *
     * @param path as the machine calls it
     * @param server whose it is
     * @param related what else it touches: the unit, the claim
     */
    public record DataFolder(Path path, Ref server, List<Ref> related) {
        public DataFolder {
            related = List.copyOf(related);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("the data folder \"%s\" is not an absolute path".formatted(path));
            }
        }
    }

    /**
     * A unit that runs a store.
     *
     * @param name "prometheus.service"
     * @param related the server it runs
     */
    public record Unit(String name, List<Ref> related) {
        public Unit {
            related = List.copyOf(related);
            if (!name.matches("[A-Za-z0-9@][A-Za-z0-9:_.@\\\\-]{0,254}")) {
                throw new IllegalArgumentException("\"%s\" is not the name of a unit".formatted(name));
            }
        }
    }

    public HostSettings {
        paths = List.copyOf(paths);
        folders = List.copyOf(folders);
        units = List.copyOf(units);
        paths.stream().filter(path -> !path.startsWith("/")).findFirst().ifPresent(path -> {
            throw new IllegalArgumentException("\"%s\" is not an absolute path".formatted(path));
        });
        if (mostMounts < 1 || mostMounts > 400) {
            throw new IllegalArgumentException("%d mounts; 1 to 400 can be watched".formatted(mostMounts));
        }
    }

    /** All lasting filesystems and nothing else. */
    public static HostSettings usual() {
        return new HostSettings(
                List.of(),
                true,
                128,
                "/usr/bin/stat",
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                SpaceReading.Thresholds.USUAL,
                List.of(),
                List.of(),
                "/usr/bin/systemctl");
    }
}
