package dev.sentinel.collectors.kernel;

import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Optional;

/** What is known of the machine whose kernel speaks: handed in, because the kernel knows only devices and numbers. */
public interface Surroundings {
    /** Nothing is known. */
    Surroundings UNKNOWN = new Surroundings() {
        @Override
        public Optional<Backing> device(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Ref> pod(String uid) {
            return Optional.empty();
        }
    };

    /** What a device ("dm-3", "sdb", "253:3") is for now. */
    Optional<Backing> device(String name);

    /** The pod with this uid. */
    Optional<Ref> pod(String uid);

    /**
     * What stands on a device.
     *
     * @param wwid the identity of the disk itself; empty when unknown
     * @param volume the volume it is
     * @param related volume, persistent volume, claim, map and server, the nearest first
     */
    record Backing(String wwid, Optional<Ref> volume, List<Ref> related) {
        public Backing {
            related = List.copyOf(related);
        }
    }
}
