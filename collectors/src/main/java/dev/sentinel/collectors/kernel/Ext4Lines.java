package dev.sentinel.collectors.kernel;

import dev.sentinel.v1.FilesystemType;
import dev.sentinel.v1.KernelFilesystemFailed;
import dev.sentinel.v1.KernelFilesystemMounted;
import dev.sentinel.v1.KernelFilesystemRemountedReadOnly;
import dev.sentinel.v1.KernelJournalAborted;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Optional;

/** ext4, ext3 and their journal. */
final class Ext4Lines {
    private static final String DEVICE = "EXT[34]-fs \\((?P<device>[^)]+)\\): ";

    private Ext4Lines() {}

    static List<Shape> shapes() {
        return List.of(
                Shape.of(
                        "Detected aborted journal",
                        "EXT(?P<version>[34])-fs(?: error)? \\((?:device )?(?P<device>[^)]+)\\).*Detected aborted journal",
                        (caught, line) -> aborted(caught.text("device"), type(caught), line, false)),
                Shape.of(
                        "-fs error (device ",
                        "EXT(?P<version>[34])-fs error \\(device (?P<device>[^)]+)\\)(?::| in) (?P<function>[A-Za-z0-9_]+):\\d+:(?: inode #(?P<inode>\\d+):)?(?: block \\d+:)? ?(?:comm (?P<process>[^:]{1,32}):)?",
                        Ext4Lines::error),
                Shape.of(
                        "-fs error (device ",
                        "EXT(?P<version>[34])-fs error \\(device (?P<device>[^)]+)\\)",
                        (caught, line) -> failed(caught.text("device"), type(caught), line, Severity.SEVERITY_ERROR)),
                Shape.of(
                        "-fs warning (device ",
                        "EXT(?P<version>[34])-fs warning \\(device (?P<device>[^)]+)\\).*I/O error \\d+ (?:writing|reading)",
                        (caught, line) -> failed(caught.text("device"), type(caught), line, Severity.SEVERITY_ERROR)),
                Shape.of(
                        "emounting filesystem read-only",
                        "EXT(?P<version>[34])-fs \\((?P<device>[^)]+)\\): Remounting filesystem read-only",
                        Ext4Lines::remounted),
                Shape.of(
                        "superblock",
                        "EXT(?P<version>[34])-fs \\((?P<device>[^)]+)\\): (?:previous )?(?:I/O error (?:while writing|to) superblock|unable to read superblock)",
                        (caught, line) -> failed(caught.text("device"), type(caught), line, Severity.SEVERITY_ERROR)),
                Shape.of(
                        "mounting fs with errors",
                        "EXT(?P<version>[34])-fs \\((?P<device>[^)]+)\\): warning: mounting fs with errors",
                        (caught, line) -> failed(caught.text("device"), type(caught), line, Severity.SEVERITY_WARNING)),
                Shape.of(
                        "error loading journal",
                        "EXT(?P<version>[34])-fs \\((?P<device>[^)]+)\\): error loading journal",
                        (caught, line) -> aborted(caught.text("device"), type(caught), line, true)),
                Shape.of(
                        "Aborting journal on device ",
                        "Aborting journal on device (?P<device>.+?)(?:-8)?\\.?$",
                        (caught, line) -> aborted(
                                caught.text("device"), FilesystemType.FILESYSTEM_TYPE_UNSPECIFIED, line, false)),
                Shape.of(
                        "JBD2: Error ",
                        "JBD2: Error (?P<number>-\\d{1,4}) detected when updating journal superblock for (?P<device>.+?)(?:-8)?\\.?$",
                        Ext4Lines::journalError),
                Shape.of(
                        "JBD2: Detected IO errors",
                        "JBD2: Detected IO errors while flushing file data on (?P<device>.+?)(?:-8)?\\.?$",
                        (caught, line) -> failed(
                                caught.text("device"),
                                FilesystemType.FILESYSTEM_TYPE_EXT4,
                                line,
                                Severity.SEVERITY_ERROR)),
                Shape.of(
                        ": mounted filesystem ",
                        "EXT(?P<version>[34])-fs \\((?P<device>[^)]+)\\): mounted filesystem (?:(?P<uuid>[0-9a-fA-F-]{36}) )?(?:(?P<mode>r/w|ro) )?(?:with|without)",
                        Ext4Lines::mounted));
    }

    /** The device whose journal was just played back. */
    static Shape recovered(Shape.Reader reader) {
        return Shape.of(": recovery complete", DEVICE + "recovery complete", reader);
    }

    private static FilesystemType type(Shape.Caught caught) {
        return caught.text("version").equals("3")
                ? FilesystemType.FILESYSTEM_TYPE_EXT3
                : FilesystemType.FILESYSTEM_TYPE_EXT4;
    }

    private static Optional<Finding> error(Shape.Caught caught, String line) {
        KernelFilesystemFailed.Builder fact = KernelFilesystemFailed.newBuilder()
                .setFunction(caught.text("function"))
                .setProcess(caught.text("process"));
        caught.number("inode").ifPresent(fact::setInode);
        return Shape.found(
                Severity.SEVERITY_ERROR,
                caught.text("device"),
                filled(fact, caught.text("device"), type(caught), line));
    }

    private static Optional<Finding> failed(String device, FilesystemType type, String line, Severity severity) {
        return Shape.found(severity, device, filled(KernelFilesystemFailed.newBuilder(), device, type, line));
    }

    static KernelFilesystemFailed.Builder filled(
            KernelFilesystemFailed.Builder fact, String device, FilesystemType type, String line) {
        return fact.setDevice(device).setFilesystem(type).setMessage(line).setOccurrences(1);
    }

    private static Optional<Finding> remounted(Shape.Caught caught, String line) {
        String device = caught.text("device");
        return Shape.found(
                Severity.SEVERITY_ERROR,
                device,
                KernelFilesystemRemountedReadOnly.newBuilder()
                        .setDevice(device)
                        .setFilesystem(type(caught))
                        .setMessage(line));
    }

    private static Optional<Finding> aborted(String device, FilesystemType type, String line, boolean atMount) {
        return Shape.found(
                Severity.SEVERITY_ERROR,
                device,
                KernelJournalAborted.newBuilder()
                        .setDevice(device)
                        .setFilesystem(type)
                        .setFoundAtMount(atMount)
                        .setMessage(line));
    }

    private static Optional<Finding> journalError(Shape.Caught caught, String line) {
        String device = caught.text("device");
        return Shape.found(
                Severity.SEVERITY_ERROR,
                device,
                KernelJournalAborted.newBuilder()
                        .setDevice(device)
                        .setErrorNumber(Integer.parseInt(caught.text("number")))
                        .setMessage(line));
    }

    private static Optional<Finding> mounted(Shape.Caught caught, String line) {
        String device = caught.text("device");
        return Shape.found(
                Severity.SEVERITY_INFO,
                device,
                KernelFilesystemMounted.newBuilder()
                        .setDevice(device)
                        .setFilesystem(type(caught))
                        .setFilesystemUuid(caught.text("uuid"))
                        .setReadOnly(caught.text("mode").equals("ro")));
    }
}
