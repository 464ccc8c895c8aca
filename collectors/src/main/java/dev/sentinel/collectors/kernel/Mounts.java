package dev.sentinel.collectors.kernel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sentinel.v1.FilesystemType;
import dev.sentinel.v1.KernelFilesystemMounted;
import dev.sentinel.v1.Severity;
import java.util.Optional;

/** Puts together mounts that take more than one line: XFS says the identity first and success later, ext4 the recovery first. */
final class Mounts {
    private static final int MOST_UNDER_WAY = 256;

    private final Recent<String> mounting = new Recent<>(MOST_UNDER_WAY);
    private final Recent<Boolean> recovered = new Recent<>(MOST_UNDER_WAY);
    private final Pattern begins = Pattern.compile(
            "XFS \\((?P<device>[^)]+)\\): Mounting V\\d [Ff]ilesystem(?: (?P<uuid>[0-9a-fA-F-]{36}))?(?P<readonly> in no-recovery mode)?");
    private final Pattern ends = Pattern.compile("XFS \\((?P<device>[^)]+)\\): Ending (?P<how>clean mount|recovery)");
    private final Shape ext4Recovered = Ext4Lines.recovered((caught, line) -> {
        recovered.put(caught.text("device"), true);
        return Optional.empty();
    });

    /** The mount that a line completes. */
    Optional<Finding> xfs(String line) {
        if (!line.contains("XFS (")) {
            return Optional.empty();
        }
        Matcher begun = begins.matcher(line);
        if (begun.find()) {
            String uuid = Optional.ofNullable(begun.group("uuid")).orElse("");
            // Nothing more is said of a mount that leaves the log alone.
            if (begun.group("readonly") != null) {
                return mounted(begun.group("device"), uuid, true, false);
            }
            mounting.put(begun.group("device"), uuid);
            return Optional.empty();
        }
        Matcher ended = ends.matcher(line);
        return ended.find()
                ? mounted(
                        ended.group("device"),
                        mounting.take(ended.group("device")).orElse(""),
                        false,
                        ended.group("how").equals("recovery"))
                : Optional.empty();
    }

    /** Notes that a journal was played back, for the mount that follows. */
    void note(String line) {
        ext4Recovered.read(line);
    }

    /** Adds to a mount what earlier lines said of the device. */
    Finding completed(Finding finding) {
        return finding.fact() instanceof KernelFilesystemMounted mounted
                        && recovered.take(mounted.getDevice()).isPresent()
                ? new Finding(
                        finding.severity(),
                        finding.device(),
                        mounted.toBuilder().setRecovered(true).build())
                : finding;
    }

    private static Optional<Finding> mounted(String device, String uuid, boolean readOnly, boolean recovered) {
        return Shape.found(
                Severity.SEVERITY_INFO,
                device,
                KernelFilesystemMounted.newBuilder()
                        .setDevice(device)
                        .setFilesystem(FilesystemType.FILESYSTEM_TYPE_XFS)
                        .setFilesystemUuid(uuid)
                        .setReadOnly(readOnly)
                        .setRecovered(recovered));
    }
}
