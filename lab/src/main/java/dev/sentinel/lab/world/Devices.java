package dev.sentinel.lab.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Volumes as the programs on them feel them: the state of their I/O and when they were last formatted. The simulated
 * servers read it; Longhorn's behaviours and the faults write it.
 */
public final class Devices {

    /** One volume: since when its I/O is what it is, and when somebody last made a file system on it. */
    public record Device(
            String volume, VolumeIo io, Instant since, boolean seemsBlank, Optional<Instant> formattedAt, int formats) {

        public boolean usable() {
            return io == VolumeIo.FINE;
        }
    }

    private final Map<String, Device> devices = new TreeMap<>();
    private final Supplier<Instant> now;
    private final Disks disks;

    Devices(Supplier<Instant> now, Disks disks) {
        this.now = now;
        this.disks = disks;
    }

    public List<Device> all() {
        return List.copyOf(devices.values());
    }

    public Optional<Device> find(String volume) {
        return Optional.ofNullable(devices.get(volume));
    }

    public VolumeIo io(String volume) {
        return find(volume).map(Device::io).orElse(VolumeIo.ABSENT);
    }

    /** A new, blank device: the first one who stages it makes a file system, rightly. */
    public void add(String volume) {
        disks.lay(volume);
        devices.put(volume, new Device(volume, VolumeIo.ABSENT, now.get(), true, Optional.empty(), 0));
    }

    public void remove(String volume) {
        if (devices.remove(volume) != null) {
            disks.tear(volume);
        }
    }

    public void becomes(String volume, VolumeIo io) {
        Device was = known(volume);
        if (was.io() != io) {
            devices.put(volume, new Device(volume, io, now.get(), was.seemsBlank(), was.formattedAt(), was.formats()));
        }
    }

    /** Whether a look at the device finds no file system: true of a new one, and the lie that costs the data (domain 7). */
    public void seemsBlank(String volume, boolean blank) {
        Device was = known(volume);
        devices.put(volume, new Device(volume, was.io(), was.since(), blank, was.formattedAt(), was.formats()));
    }

    public void format(String volume) {
        Device was = known(volume);
        disks.format(volume);
        devices.put(
                volume, new Device(volume, was.io(), was.since(), false, Optional.of(now.get()), was.formats() + 1));
    }

    /**
     * The files of a volume as a process gets them that opens them now: with the errors of the device. A format takes the file
     * system from under it, and from then on nothing that it asks for answers.
     */
    public VolumeFiles opened(String volume) {
        int formats = find(volume).map(Device::formats).orElse(0);
        return new GuardedFiles(
                disks.files(volume),
                () -> find(volume)
                                .filter(now -> now.io() == VolumeIo.FINE && now.formats() != formats)
                                .isPresent()
                        ? VolumeIo.EIO
                        : io(volume));
    }

    /** The files as they lie on the disk, for those who break them or look at them from outside. */
    public VolumeFiles beneath(String volume) {
        return disks.files(volume);
    }

    private Device known(String volume) {
        return find(volume)
                .orElseThrow(() -> new Refused(Refused.Reason.NOT_FOUND, "there is no device for " + volume));
    }
}
