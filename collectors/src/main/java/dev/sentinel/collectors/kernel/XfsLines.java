package dev.sentinel.collectors.kernel;

import dev.sentinel.v1.FilesystemType;
import dev.sentinel.v1.KernelFilesystemFailed;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Optional;

/** XFS. Its mounts take two lines and are put together by {@link Mounts}. */
final class XfsLines {
    private static final String DEVICE = "XFS \\((?P<device>[^)]+)\\): ";

    private XfsLines() {}

    static List<Shape> shapes() {
        return List.of(
                failure(
                        "Shutting down filesystem|Filesystem has been shut down|xfs_do_force_shutdown",
                        "hut",
                        true,
                        false),
                failure("Log I/O Error|log I/O error", "og I/O ", false, false),
                failure("[Mm]etadata I/O [Ee]rror", "etadata I/O ", false, false),
                failure("Metadata (?:corruption|CRC error) detected", "Metadata C", false, true),
                failure("Metadata (?:corruption|CRC error) detected", "Metadata c", false, true),
                failure("Corruption (?:of in-memory data )?(?:\\(0x\\d+\\) )?detected", "Corruption ", false, true),
                failure("Internal error ", "Internal error ", false, true),
                failure(
                        "log mount/recovery failed: error (?P<number>-\\d+)",
                        "log mount/recovery failed",
                        false,
                        false),
                failure("writeback error on ", "writeback error on ", false, false));
    }

    private static Shape failure(String pattern, String word, boolean shutDown, boolean corrupted) {
        return Shape.of(
                word,
                DEVICE + "(?:.*[^A-Za-z])?(?:" + pattern + ")",
                (caught, line) -> failed(caught.text("device"), line, shutDown, corrupted));
    }

    private static Optional<Finding> failed(String device, String line, boolean shutDown, boolean corrupted) {
        return Shape.found(
                Severity.SEVERITY_ERROR,
                device,
                Ext4Lines.filled(
                        KernelFilesystemFailed.newBuilder()
                                // Some lines say both in one breath.
                                .setShutDown(shutDown || line.contains("Shutting down filesystem"))
                                .setMetadataCorrupted(corrupted),
                        device,
                        FilesystemType.FILESYSTEM_TYPE_XFS,
                        line));
    }
}
