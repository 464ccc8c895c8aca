package dev.sentinel.collectors.logs.edge;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The cluster, as far as following logs of pods needs it. */
public interface PodStreams {
    /**
     * A container in one of its runs. Who ends right after each start is hardly ever seen running: what it said last is
     * all there is.
     *
     * @param node where
     * @param run how often it was started again
     * @param over this run has ended, and the next has not begun; its lines can still be read
     */
    record Container(String namespace, String pod, String uid, String container, String node, int run, boolean over) {}

    /** The containers that have lines now, of the namespaces that are watched. */
    List<Container> begun() throws IOException, InterruptedException;

    /**
     * The lines of a container from a time on, as they come ({@code follow=true&timestamps=true&sinceTime=...}): each begins with
     * its time and a blank. Without a time, from its beginning or from so far back as is sensible. Closing the stream ends it.
     */
    InputStream follow(Container container, Optional<Instant> since) throws IOException, InterruptedException;
}
