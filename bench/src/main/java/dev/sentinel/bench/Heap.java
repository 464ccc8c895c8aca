package dev.sentinel.bench;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What is live, added up by class. The memory in use that the runtime reports says something else: the serial collector
 * leaves dead objects at the beginning of the heap where they are, as fillers, and a thread reserves room ahead.
 */
final class Heap {
    private static final String FILLER = "jdk.internal.vm.Filler";
    private static final int COLUMNS = 4;

    private Heap() {}

    /** Bytes of all objects that something still refers to. */
    static long live() {
        return histogram()
                .lines()
                .filter(line -> line.contains(":") && !line.contains(FILLER))
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= COLUMNS)
                .mapToLong(columns -> Long.parseLong(columns[2]))
                .sum();
    }

    /** Collects first: only what is live is counted. A row is a number, how many, how many bytes, and a class. */
    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[] {}},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("this Java cannot count its objects by class; measure with another", e);
        }
    }
}
