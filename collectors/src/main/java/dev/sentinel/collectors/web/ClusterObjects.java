package dev.sentinel.collectors.web;

import dev.sentinel.collectors.reading.Resource;
import java.io.IOException;
import java.util.List;

/** The objects of a cluster among which servers are looked for. */
@FunctionalInterface
public interface ClusterObjects {

    /** All of a kind that may be read; none where the cluster does not know the kind. */
    List<Resource> all(Kind kind) throws IOException, InterruptedException;

    /** A kind of object. */
    enum Kind {
        POD,
        SERVICE,
        STATEFULSET,
        /** {@code monitoring.coreos.com/v1}, which is there only with its operator. */
        PROMETHEUS
    }
}
