package dev.sentinel.collectors.csi;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.sentinel.v1.FormatStage;
import java.util.List;
import java.util.Optional;

/**
 * The words of the two formatters: the mount library of Kubernetes (in the kubelet and in most drivers, Longhorn's too) and
 * democratic-csi. What only tries a format, or reads, is told apart by its options.
 */
final class FormatLines {
    private static final int LONGEST = 1024;

    /** A line of the mount library, known by a word in it. */
    private record Shape(String word, FormatStage stage, Pattern pattern) {}

    private final List<Shape> mountUtils = List.of(
            new Shape(
                    "appears to be unformatted",
                    FormatStage.FORMAT_STAGE_DECIDED,
                    Pattern.compile(
                            "Disk \\\\?\"(?P<device>[^\"\\\\]+)\\\\?\" appears to be unformatted(?:.*as type: \\\\?\"(?P<type>\\w+))?")),
            new Shape(
                    "Disk successfully formatted (mkfs)",
                    FormatStage.FORMAT_STAGE_COMPLETED,
                    Pattern.compile("Disk successfully formatted \\(mkfs\\): (?P<type>\\w+) - (?P<device>[^\\s\"]+)")),
            new Shape(
                    "format of disk ",
                    FormatStage.FORMAT_STAGE_FAILED,
                    Pattern.compile(
                            "format of disk \\\\?\"(?P<device>[^\"\\\\]+)\\\\?\" failed: type:\\(\\\\?\"(?P<type>\\w+)")),
            new Shape(
                    "Configured to mount disk ",
                    FormatStage.FORMAT_STAGE_DECLINED,
                    Pattern.compile(
                            "Configured to mount disk (?P<device>\\S+) as (?P<type>\\w+) but current format is")),
            new Shape(
                    "Could not determine if disk ",
                    FormatStage.FORMAT_STAGE_DECLINED,
                    Pattern.compile(
                            "Could not determine if disk \\\\?\"?(?P<device>[^\"\\\\\\s]+)\\\\?\"? is formatted(?P<type>)")));

    private final Pattern mkfs = Pattern.compile(
            "(?P<failed>failed to execute|executing) filesystem command: (?:sudo )?(?:/\\S*/)?mkfs\\.(?P<type>\\w+) (?P<options>[^,{]*?)(?P<device>/dev/[^\\s,\"]+)");
    private final Pattern probe = Pattern.compile(
            "failed to execute filesystem command: (?:sudo )?blkid [^,{]*?(?P<device>/dev/[^\\s,\"]+).*\\\\?\"code\\\\?\":(?P<code>\\d{1,3})");

    Optional<FormatLine> read(String line) {
        String text = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        for (Shape shape : mountUtils) {
            if (text.contains(shape.word())) {
                Matcher found = shape.pattern().matcher(text);
                if (found.find()) {
                    return Optional.of(new FormatLine(
                            shape.stage(),
                            found.group("device"),
                            FormatLine.type(
                                    Optional.ofNullable(found.group("type")).orElse("")),
                            FormatLine.MOUNT_UTILS,
                            Optional.empty()));
                }
            }
        }
        return text.contains(" filesystem command: ") ? democratic(text) : Optional.empty();
    }

    private Optional<FormatLine> democratic(String text) {
        Matcher made = mkfs.matcher(text);
        if (made.find()) {
            String type = made.group("type");
            return Optional.of(new FormatLine(
                    stage(made.group("failed").startsWith("failed"), type, made.group("options")),
                    made.group("device"),
                    FormatLine.type(type),
                    FormatLine.DEMOCRATIC,
                    Optional.empty()));
        }
        Matcher probed = probe.matcher(text);
        return probed.find() ? Optional.of(probed(probed)) : Optional.empty();
    }

    /** Exit code 2 is read as blank, and also means that nothing could be read; any other fails closed. */
    private static FormatLine probed(Matcher probed) {
        int code = Integer.parseInt(probed.group("code"));
        return new FormatLine(
                code == 2 ? FormatStage.FORMAT_STAGE_DECIDED : FormatStage.FORMAT_STAGE_DECLINED,
                probed.group("device"),
                FormatLine.type(""),
                FormatLine.DEMOCRATIC,
                Optional.of(code));
    }

    private static FormatStage stage(boolean failed, String type, String options) {
        String guard = type.equals("xfs") ? "-N" : "-n";
        if (List.of(options.split("\\s+")).contains(guard)) {
            // A dry run, used as a guard: it writes nothing.
            return FormatStage.FORMAT_STAGE_DECLINED;
        }
        return failed ? FormatStage.FORMAT_STAGE_FAILED : FormatStage.FORMAT_STAGE_RUNNING;
    }
}
