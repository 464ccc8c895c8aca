package dev.sentinel.transport.spool;

import java.nio.file.Path;

/** Another Sentinel uses this spool; two would send each other's events and forget each other's numbers. */
public final class SpoolInUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SpoolInUse(Path folder) {
        super("The spool " + folder
                + " is used by another Sentinel. Stop that one, or give this one a spool folder of its own.");
    }
}
