package dev.sentinel.collectors.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The block devices of the machine, as {@code /sys} and {@code /dev} show them. */
final class BlockDevices {
    private static final int MOST = 8192;
    private static final int DEEPEST = 8;

    private final HostRoot root;

    BlockDevices(HostRoot root) {
        this.root = root;
    }

    /** What people call a device ("dm-3", "sdb1", "253:3", "/dev/mapper/mpatha") as major and minor. */
    Optional<String> number(String name) {
        if (Names.isNumber(name)) {
            return Optional.of(name);
        }
        if (name.startsWith("/dev/")) {
            // Where the files of /dev are not to be seen, the name itself is the kernel's, or that of a map.
            return numberOfFile(root.at(name)).or(() -> {
                String device = name.substring("/dev/".length());
                return device.startsWith("mapper/") ? numberOfMap(device.substring("mapper/".length())) : known(device);
            });
        }
        // The journal of a filesystem has a thread of its own: dm-3-8.
        String device = name.replaceFirst("^(dm-\\d+)-\\d+$", "$1");
        return known(device);
    }

    private Optional<String> known(String device) {
        return Names.isDevice(device)
                ? word(root.at("/sys/class/block/" + device + "/dev")).filter(Names::isNumber)
                : Optional.empty();
    }

    private Optional<String> numberOfMap(String map) {
        return mapped().stream()
                .filter(device -> word(root.at("/sys/class/block/" + device + "/dm/name"))
                        .filter(map::equals)
                        .isPresent())
                .findFirst()
                .flatMap(this::known);
    }

    /** The device behind a file in /dev: drivers make several files for one device. */
    Optional<String> numberOfFile(Path file) {
        try {
            long rdev = ((Number) Files.getAttribute(root.real(file), "unix:rdev")).longValue();
            long major = ((rdev >> 8) & 0xfff) | ((rdev >> 32) & ~0xfffL);
            long minor = (rdev & 0xff) | ((rdev >> 12) & ~0xffL);
            return major == 0 ? Optional.empty() : Optional.of(major + ":" + minor);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The identity of the disk itself: of a multipath map, of a SCSI or of an NVMe disk; empty when it has none. */
    String wwid(String number) {
        Path device = root.at("/sys/dev/block/" + number);
        Optional<String> mapped = word(device.resolve("dm/uuid"))
                .filter(uuid -> uuid.startsWith("mpath-"))
                .map(uuid -> uuid.substring("mpath-".length()));
        return mapped.or(() -> word(device.resolve("device/wwid")))
                .or(() -> word(device.resolve("wwid")))
                .map(BlockDevices::asMultipathWritesIt)
                // A software target, as Longhorn uses one, numbers its disks alike on every machine: that is no
                // identity.
                .filter(wwid -> !wwid.contains("IET"))
                .orElse("");
    }

    private static String asMultipathWritesIt(String wwid) {
        return wwid.startsWith("naa.") ? "3" + wwid.substring("naa.".length()) : wwid;
    }

    /** The name of the map, when it is a multipath map. */
    Optional<String> map(String number) {
        Path device = root.at("/sys/dev/block/" + number);
        return word(device.resolve("dm/uuid"))
                .filter(uuid -> uuid.startsWith("mpath-"))
                .flatMap(uuid -> word(device.resolve("dm/name")));
    }

    /** The device and all that it is made of, the nearest first: a partition or a logical volume stands on others. */
    List<String> below(String number) {
        List<String> found = new ArrayList<>(List.of(number));
        for (int i = 0; i < found.size() && i < DEEPEST; i++) {
            neighbours(found.get(i), "slaves").stream()
                    .filter(each -> !found.contains(each))
                    .forEach(found::add);
        }
        return found;
    }

    /** All that stands on the device, itself included. */
    List<String> above(String number) {
        List<String> found = new ArrayList<>(List.of(number));
        for (int i = 0; i < found.size() && i < DEEPEST; i++) {
            neighbours(found.get(i), "holders").stream()
                    .filter(each -> !found.contains(each))
                    .forEach(found::add);
        }
        return found;
    }

    /** The names of all device mapper devices. */
    List<String> mapped() {
        return names(root.at("/sys/block")).stream()
                .filter(name -> name.startsWith("dm-"))
                .toList();
    }

    private List<String> neighbours(String number, String which) {
        return names(root.at("/sys/dev/block/" + number + "/" + which)).stream()
                .flatMap(name -> number(name).stream())
                .toList();
    }

    private static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path each : entries) {
                String name = each.getFileName().toString();
                if (names.size() < MOST && Names.isDevice(name)) {
                    names.add(name);
                }
            }
        } catch (IOException absent) {
            // A device without any.
        }
        return names;
    }

    private static Optional<String> word(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            return text.isEmpty() || text.length() > 253 ? Optional.empty() : Optional.of(text);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
