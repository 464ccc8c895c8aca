package dev.sentinel.collectors.kernel;

import dev.sentinel.v1.KernelTaskHung;
import dev.sentinel.v1.Severity;
import java.util.List;
import java.util.Optional;

/** Tasks that wait for a disk. */
final class TaskLines {
    private TaskLines() {}

    static List<Shape> shapes() {
        return List.of(Shape.of(
                "blocked for more than",
                "INFO: task (?P<task>.+):(?P<process>\\d+) blocked (?:in I/O wait )?for more than (?P<seconds>\\d+) seconds",
                TaskLines::hung));
    }

    private static Optional<Finding> hung(Shape.Caught caught, String line) {
        String task = caught.text("task");
        String device = device(task);
        return Shape.found(
                Severity.SEVERITY_WARNING,
                device,
                KernelTaskHung.newBuilder()
                        .setTask(task)
                        .setProcessId(caught.count("process"))
                        .setBlockedSeconds(caught.count("seconds"))
                        .setDevice(device));
    }

    /** "jbd2/dm-3-8" and "xfsaild/dm-3" work for a device; "kworker/u8:2" does not. */
    private static String device(String task) {
        if (task.startsWith("jbd2/")) {
            String journal = task.substring("jbd2/".length());
            return journal.endsWith("-8") ? journal.substring(0, journal.length() - 2) : journal;
        }
        return task.startsWith("xfsaild/") ? task.substring("xfsaild/".length()) : "";
    }
}
