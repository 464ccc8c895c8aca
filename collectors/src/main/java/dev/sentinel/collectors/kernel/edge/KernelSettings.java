package dev.sentinel.collectors.kernel.edge;

import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.machine.JournalSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the kernel's messages are read.
 *
 * @param ring default /dev/kmsg
 * @param journal asked with -k where the ring cannot be opened; without one the ring must be readable
 * @param limits events of one kind about one thing
 */
public record KernelSettings(Path ring, Optional<JournalSettings> journal, RateLimit.Limits limits) {
    /** The ring, and else the journal. */
    public static KernelSettings usual(JournalSettings journal) {
        return new KernelSettings(Path.of("/dev/kmsg"), Optional.of(journal), RateLimit.Limits.USUAL);
    }
}
