package dev.sentinel.responders.notify.edge;

import dev.sentinel.responders.notify.News;
import java.time.Instant;
import java.util.Optional;

/** One door to people. It tries once; who asks again, and when, is the sender's business. */
public interface Channel {

    /** As the configuration calls it. */
    String name();

    /**
     * Tells one thing.
     *
     * @param post the message that already tells of this incident, where the door knows such a thing
     */
    Carried carry(News news, Optional<Post> post, Instant now);

    /** What it can do beyond telling a thing once. */
    Manner manner();

    /** A message that was left: where it stands, as the door calls it. */
    record Post(String place, String id) {}

    /**
     * How a door tells.
     *
     * @param updates every revision of an incident is told, because one message is kept up to date
     * @param threads what happened stands below it, line by line
     * @param repeats an open incident has to be said again and again
     * @param plans it can show a plan
     */
    record Manner(boolean updates, boolean threads, boolean repeats, boolean plans) {}
}
