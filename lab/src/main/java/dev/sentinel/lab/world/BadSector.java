package dev.sentinel.lab.world;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Places of a volume that cannot be read though the volume can: the mark is in the files themselves, so that whoever takes
 * the file away, or puts a good one in its place, has mended it.
 */
public final class BadSector {

    /** In a folder, it makes the folder itself unreadable. */
    static final String FILE = ".lab-bad-sector";

    private static final byte[] MARK = "lab: a bad sector, reading this gives EIO\n".getBytes(StandardCharsets.UTF_8);

    private BadSector() {}

    /** Lays one under a file, whose content is lost. */
    public static void underFile(VolumeFiles files, String path) {
        files.write(path, MARK);
    }

    /** Lays one under a folder, which nobody can list any more; what is in it stays. */
    public static void underFolder(VolumeFiles files, String folder) {
        files.write(folder + "/" + FILE, MARK);
    }

    static boolean under(byte[] content) {
        return content.length >= MARK.length && Arrays.equals(content, 0, MARK.length, MARK, 0, MARK.length);
    }
}
