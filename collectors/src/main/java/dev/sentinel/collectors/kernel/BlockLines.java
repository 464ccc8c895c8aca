package dev.sentinel.collectors.kernel;

import dev.sentinel.v1.IoOperation;
import dev.sentinel.v1.KernelBlockIoFailed;
import dev.sentinel.v1.KernelBlockWriteLost;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Errors of block devices and writes that were lost. */
final class BlockLines {
    private BlockLines() {}

    static List<Shape> shapes() {
        return List.of(
                Shape.of(
                        "Buffer I/O error on dev",
                        "Buffer I/O error on dev(?:ice)? (?P<device>[^ ,]+), logical block (?P<block>\\d+)(?:, (?P<what>.*))?",
                        BlockLines::buffer),
                Shape.of(
                        "lost page write due to I/O error on ",
                        "lost page write due to I/O error on (?P<device>[^ ,]+)",
                        (caught, line) -> lost(caught.text("device"), KernelBlockWriteLost.newBuilder())),
                Shape.of(
                        " error, dev ",
                        "error, dev (?P<device>[^ ,]+), sector (?P<sector>\\d+)(?: op 0x[0-9a-f]+:\\((?P<operation>\\w+)\\))?",
                        BlockLines::device));
    }

    /** Drives that people take media out of, and floppies of virtual machines that never had one. */
    private static boolean isRemovable(String device) {
        return device.matches("(sr|fd|scd)\\d+");
    }

    private static Optional<Finding> buffer(Shape.Caught caught, String line) {
        String device = caught.text("device");
        String what = caught.text("what");
        if (what.startsWith("lost")) {
            KernelBlockWriteLost.Builder fact =
                    KernelBlockWriteLost.newBuilder().setSynchronous(what.startsWith("lost sync"));
            caught.number("block").ifPresent(fact::setLogicalBlock);
            return lost(device, fact);
        }
        return failed(
                device,
                KernelBlockIoFailed.newBuilder()
                        .setOperation(
                                what.endsWith("read")
                                        ? IoOperation.IO_OPERATION_READ
                                        : IoOperation.IO_OPERATION_UNSPECIFIED),
                line);
    }

    private static Optional<Finding> device(Shape.Caught caught, String line) {
        KernelBlockIoFailed.Builder fact =
                KernelBlockIoFailed.newBuilder().setOperation(operation(caught.text("operation")));
        caught.number("sector").ifPresent(fact::setSector);
        return failed(caught.text("device"), fact, line);
    }

    private static Optional<Finding> failed(String device, KernelBlockIoFailed.Builder fact, String line) {
        return isRemovable(device)
                ? Optional.empty()
                : Shape.found(
                        Severity.SEVERITY_ERROR,
                        device,
                        fact.setDevice(device).setMessage(line).setOccurrences(1));
    }

    private static Optional<Finding> lost(String device, KernelBlockWriteLost.Builder fact) {
        return isRemovable(device)
                ? Optional.empty()
                : Shape.found(
                        Severity.SEVERITY_ERROR, device, fact.setDevice(device).setOccurrences(1));
    }

    static IoOperation operation(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "" -> IoOperation.IO_OPERATION_UNSPECIFIED;
            case "READ" -> IoOperation.IO_OPERATION_READ;
            case "WRITE", "WRITE_SAME", "WRITE_ZEROES" -> IoOperation.IO_OPERATION_WRITE;
            case "FLUSH" -> IoOperation.IO_OPERATION_FLUSH;
            case "DISCARD" -> IoOperation.IO_OPERATION_DISCARD;
            default -> IoOperation.IO_OPERATION_OTHER;
        };
    }
}
