package dev.sentinel.collectors.csi.edge;

import dev.sentinel.v1.Ref;
import java.util.List;

/** What a disk was last for. */
record DiskSeen(List<Ref> related) {
    DiskSeen {
        related = List.copyOf(related);
    }
}
