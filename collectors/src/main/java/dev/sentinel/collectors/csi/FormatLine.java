package dev.sentinel.collectors.csi;

import dev.sentinel.v1.FilesystemType;
import dev.sentinel.v1.FormatStage;
import java.util.Optional;

/** A step towards a new filesystem, as one line tells it. */
record FormatLine(
        FormatStage stage,
        String device,
        FilesystemType filesystem,
        String formatter,
        Optional<Integer> probeExitCode) {

    static final String MOUNT_UTILS = "kubernetes mount-utils";
    static final String DEMOCRATIC = "democratic-csi";

    static FilesystemType type(String name) {
        return switch (name) {
            case "" -> FilesystemType.FILESYSTEM_TYPE_UNSPECIFIED;
            case "ext4" -> FilesystemType.FILESYSTEM_TYPE_EXT4;
            case "ext3" -> FilesystemType.FILESYSTEM_TYPE_EXT3;
            case "xfs" -> FilesystemType.FILESYSTEM_TYPE_XFS;
            case "btrfs" -> FilesystemType.FILESYSTEM_TYPE_BTRFS;
            default -> FilesystemType.FILESYSTEM_TYPE_OTHER;
        };
    }
}
