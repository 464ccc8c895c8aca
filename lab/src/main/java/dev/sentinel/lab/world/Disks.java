package dev.sentinel.lab.world;

import java.util.Map;
import java.util.TreeMap;

/** The ground on which volumes keep their files; the stage lays real folders. */
public interface Disks {

    /** Makes sure that there is a place for a volume's files. */
    void lay(String volume);

    /** Makes a file system: whatever was there is gone. */
    void format(String volume);

    /** Takes the place away, with everything in it. */
    void tear(String volume);

    /** The files of a volume whose place was laid, whatever the device would say. */
    VolumeFiles files(String volume);

    /** No disk at all: the files of volumes are kept in memory. */
    static Disks none() {
        Map<String, VolumeFiles> volumes = new TreeMap<>();
        return new Disks() {
            @Override
            public void lay(String volume) {
                volumes.putIfAbsent(volume, new MemoryFiles());
            }

            @Override
            public void format(String volume) {
                volumes.put(volume, new MemoryFiles());
            }

            @Override
            public void tear(String volume) {
                volumes.remove(volume);
            }

            @Override
            public VolumeFiles files(String volume) {
                return volumes.computeIfAbsent(volume, any -> new MemoryFiles());
            }
        };
    }
}
