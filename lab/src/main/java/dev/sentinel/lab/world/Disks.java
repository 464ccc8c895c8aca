package dev.sentinel.lab.world;

/** The ground on which volumes keep their files; the stage lays real folders. */
public interface Disks {

    /** Makes sure that there is a place for a volume's files. */
    void lay(String volume);

    /** Makes a file system: whatever was there is gone. */
    void format(String volume);

    /** Takes the place away, with everything in it. */
    void tear(String volume);

    /** Volumes that keep nothing. */
    static Disks none() {
        return new Disks() {
            @Override
            public void lay(String volume) {
                // Nothing is kept.
            }

            @Override
            public void format(String volume) {
                // Nothing was kept.
            }

            @Override
            public void tear(String volume) {
                // Nothing was kept.
            }
        };
    }
}
