package dev.sentinel.collectors.csi;

import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What Sentinel remembers of the volume behind a device on one node. */
@FunctionalInterface
public interface KnownVolumes {
    /** The volume that "/dev/longhorn/pvc-1" or "/dev/dm-2" is now. */
    Standing behind(String device);

    /** Whether a volume may hold data. */
    sealed interface Standing {
        /** The volume, when it can be told. */
        Optional<Ref> volume();

        /** Persistent volume, claim, map and server on it, the nearest first. */
        List<Ref> related();

        /** Seen mounted or bound before: it may hold data. */
        record Used(Ref known, List<Ref> related, Instant firstSeenAt) implements Standing {
            public Used {
                related = List.copyOf(related);
            }

            @Override
            public Optional<Ref> volume() {
                return Optional.of(known);
            }
        }

        /** New: nothing was ever on it. */
        record Fresh(Ref known, List<Ref> related) implements Standing {
            public Fresh {
                related = List.copyOf(related);
            }

            @Override
            public Optional<Ref> volume() {
                return Optional.of(known);
            }
        }

        /** Nobody knows which volume it is, or whether it ever held anything. That is neither new nor used. */
        record Untold(Optional<Ref> volume, List<Ref> related) implements Standing {
            /** Nothing at all is known. */
            public static final Untold NOTHING = new Untold(Optional.empty(), List.of());

            public Untold {
                related = List.copyOf(related);
            }
        }
    }
}
