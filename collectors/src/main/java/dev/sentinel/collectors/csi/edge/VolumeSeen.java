package dev.sentinel.collectors.csi.edge;

import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;

/** A volume that was mounted on this machine at some time. */
record VolumeSeen(Ref volume, List<Ref> related, Instant first) {
    VolumeSeen {
        related = List.copyOf(related);
    }
}
