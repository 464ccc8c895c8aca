package dev.sentinel.collectors.logs.edge;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The cluster, as far as following logs of pods needs it. */
public interface PodStreams {
    /**
     * A container that runs.
     *
     * @param node where
     */
    record Container(String namespace, String pod, String uid, String container, String node) {}

    /** The containers that are there now, of the namespaces that are watched. */
    List<Container> running() throws IOException, InterruptedException;

    /**
     * The lines of a container from a time on, as they come ({@code follow=true&timestamps=true&sinceTime=...}): each begins with
     * its time and a blank. Without a time, from its beginning or from so far back as is sensible. Closing the stream ends it.
     */
    InputStream follow(Container container, Optional<Instant> since) throws IOException, InterruptedException;
}
