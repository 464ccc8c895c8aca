package dev.sentinel.lab.outside;

import dev.sentinel.lab.world.Devices;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Maps;
import dev.sentinel.lab.world.VolumeIo;
import dev.sentinel.lab.world.World;
import java.util.Optional;

/**
 * The CSI driver of a client, as democratic-csi is one: it finds a LUN, asks whether there is a file system, and makes one where
 * there seems to be none, which is how a drain can cost all the data (telemetry pages 5.4 and 7.3).
 */
record NomadStaging(World world, String host) {

    /** Whose log tells what the driver does. */
    static final String DRIVER = "democratic-csi";

    private static final String PLUGIN = "org.democratic-csi.node-manual";

    /** The host logs in to the array: there is a map, and no group of paths is active yet. */
    void finds(String lun) {
        Maps.Seen map = world.maps().appears(host, lun);
        kernel("sd 3:0:0:1: [sdb] Attached SCSI disk");
        kernel("sd 4:0:0:1: [sdc] Attached SCSI disk");
        kernel("device-mapper: multipath: %s: queue_if_no_path enabled".formatted(map.number()));
    }

    /** Whether a look at it finds nothing although something is there. */
    boolean readsNothing(String lun) {
        return world.devices()
                .find(lun)
                .filter(each -> each.seemsBlank() && each.formats() > 0)
                .isPresent();
    }

    /** Why the volume cannot be had; nothing when it is mounted. */
    Optional<String> stage(String lun) {
        Optional<Devices.Device> found = world.devices().find(lun);
        if (found.isEmpty()) {
            return Optional.of("volume not found: " + lun);
        }
        Maps.Seen map =
                world.maps().find(host, lun).orElseGet(() -> world.maps().appears(host, lun));
        String device = "/dev/mapper/" + map.wwid();
        info("executing filesystem command: blkid -p -o export " + device);
        if (found.get().io() == VolumeIo.EIO) {
            return Optional.of("mount of %s failed: Input/output error".formatted(lun));
        }
        if (found.get().seemsBlank()) {
            says(
                    "error",
                    "failed to execute filesystem command: blkid -p -o export %s, response: {\\\"code\\\":2}"
                            .formatted(device));
            info("executing filesystem command: mkfs.ext4 -m 0 " + device);
            world.devices().format(lun);
        }
        world.devices().becomes(lun, VolumeIo.FINE);
        world.maps()
                .mounted(
                        host,
                        lun,
                        "/opt/nomad/client/csi/node/%s/staging/%s/%s/rw-file-system-single-node-writer"
                                .formatted(PLUGIN, NomadRegion.NAMESPACE, lun));
        int formats = world.devices().find(lun).map(Devices.Device::formats).orElse(0);
        kernel("EXT4-fs (%s): mounted filesystem %s r/w with ordered data mode. Quota mode: none."
                .formatted(map.device(), Maps.filesystem(lun, formats)));
        return Optional.empty();
    }

    void unstage(String lun) {
        if (world.devices().io(lun) == VolumeIo.FINE) {
            world.devices().becomes(lun, VolumeIo.ABSENT);
        }
        world.maps().goes(host, lun);
    }

    private void kernel(String line) {
        world.logs().print(Logs.Source.host(host, "kernel"), line);
    }

    private void info(String message) {
        says("info", message);
    }

    private void says(String level, String message) {
        world.logs()
                .print(
                        Logs.Source.host(host, DRIVER),
                        "{\"level\":\"%s\",\"message\":\"%s\",\"service\":\"democratic-csi\"}"
                                .formatted(level, message));
    }
}
