package dev.sentinel.collectors.multipath.edge;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How multipathd is asked.
 *
 * @param socket the file of its socket, which newer versions have beside the abstract one; default /run/multipathd.socket
 * @param program asked where there is no such file, because Java cannot reach abstract sockets; default /sbin/multipathd
 * @param every default 5 s
 * @param limit for one answer; default 4 s
 */
public record MultipathSettings(Path socket, String program, Duration every, Duration limit) {
    /** On the machine whose files begin there. */
    public static MultipathSettings usual(Path root) {
        return new MultipathSettings(
                root.resolve("run/multipathd.socket"),
                "/sbin/multipathd",
                Duration.ofSeconds(5),
                Duration.ofSeconds(4));
    }
}
