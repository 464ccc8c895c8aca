package dev.sentinel.collectors.kernel;

import dev.sentinel.v1.FilesystemType;
import dev.sentinel.v1.KernelFilesystemFailed;
import dev.sentinel.v1.KernelFilesystemMounted;
import dev.sentinel.v1.KernelFilesystemRemountedReadOnly;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Optional;

/** btrfs; its newer lines have a state behind the device: {@code (device dm-2: state EA)}. */
final class BtrfsLines {
    private static final String DEVICE = "\\(device (?P<device>[^):\\s]+)(?::? state \\w+)?\\)";

    private BtrfsLines() {}

    static List<Shape> shapes() {
        return List.of(
                Shape.of(
                        "forced readonly",
                        "BTRFS(?: info| warning)?:? " + DEVICE + ".*forced readonly",
                        BtrfsLines::readOnly),
                Shape.of(
                        "csum failed",
                        "BTRFS warning " + DEVICE + ": csum failed(?: root -?\\d+)?(?: ino (?P<inode>\\d+))?",
                        BtrfsLines::checksum),
                Shape.of(
                        "BTRFS critical ",
                        "BTRFS critical " + DEVICE + ": ",
                        (caught, line) -> failed(caught, line, line.contains("corrupt"))),
                Shape.of("BTRFS error ", "BTRFS error " + DEVICE + ": ", (caught, line) -> failed(caught, line, false)),
                Shape.of(
                        "BTRFS: error ",
                        "BTRFS: error " + DEVICE + " in ",
                        (caught, line) -> failed(caught, line, false)),
                Shape.of(
                        "first mount of filesystem ",
                        "BTRFS info " + DEVICE + ": first mount of filesystem (?P<uuid>[0-9a-f-]{36})",
                        BtrfsLines::mounted));
    }

    private static Optional<Finding> readOnly(Shape.Caught caught, String line) {
        String device = caught.text("device");
        return Shape.found(
                Severity.SEVERITY_ERROR,
                device,
                KernelFilesystemRemountedReadOnly.newBuilder()
                        .setDevice(device)
                        .setFilesystem(FilesystemType.FILESYSTEM_TYPE_BTRFS)
                        .setMessage(line));
    }

    private static Optional<Finding> failed(Shape.Caught caught, String line, boolean corrupted) {
        return Shape.found(
                Severity.SEVERITY_ERROR,
                caught.text("device"),
                Ext4Lines.filled(
                        KernelFilesystemFailed.newBuilder().setMetadataCorrupted(corrupted),
                        caught.text("device"),
                        FilesystemType.FILESYSTEM_TYPE_BTRFS,
                        line));
    }

    /** What a file holds is wrong; the filesystem's own records are not. */
    private static Optional<Finding> checksum(Shape.Caught caught, String line) {
        KernelFilesystemFailed.Builder fact = KernelFilesystemFailed.newBuilder();
        caught.number("inode").ifPresent(fact::setInode);
        return Shape.found(
                Severity.SEVERITY_ERROR,
                caught.text("device"),
                Ext4Lines.filled(fact, caught.text("device"), FilesystemType.FILESYSTEM_TYPE_BTRFS, line));
    }

    private static Optional<Finding> mounted(Shape.Caught caught, String line) {
        return Shape.found(
                Severity.SEVERITY_INFO,
                caught.text("device"),
                KernelFilesystemMounted.newBuilder()
                        .setDevice(caught.text("device"))
                        .setFilesystem(FilesystemType.FILESYSTEM_TYPE_BTRFS)
                        .setFilesystemUuid(caught.text("uuid")));
    }
}
