package dev.sentinel.lab.world.kubernetes;

import dev.sentinel.lab.world.World;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What runs in a container: the simulated servers say here how they fare on their volumes. A pod names its program with the
 * annotation {@value #ANNOTATION}; the others run steadily.
 */
public interface Program {

    String ANNOTATION = "lab.sentinel.dev/program";

    /** One run of a container; {@code volumes} are the storage names of what it has mounted, by the pod's name for it. */
    record Run(
            String namespace,
            String pod,
            String uid,
            String container,
            Instant startedAt,
            int restarts,
            Map<String, String> volumes) {

        public Run {
            // In order of name, which Map.copyOf would not keep from run to run.
            volumes = Collections.unmodifiableMap(new TreeMap<>(volumes));
        }
    }

    /** Asked when the container starts and every five seconds after. */
    Health health(World world, Run run);

    /** A program that is ready at once and stays so, as most are, whatever its volumes do. */
    static Program steady() {
        return (world, run) -> new Health.Ready();
    }
}
