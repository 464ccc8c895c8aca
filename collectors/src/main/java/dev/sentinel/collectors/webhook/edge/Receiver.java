package dev.sentinel.collectors.webhook.edge;

/**
 * Takes calls at one path of an HTTP server. It may wait for the spool, so it is to be called from a thread that may wait; any
 * number of threads may call it at once.
 */
public interface Receiver {

    /** Where it is mounted; begins with a slash. */
    String path();

    /** The most bytes of a body that it takes; a server that stops reading there need not keep more. */
    int mostBytes();

    /** Takes a POST. Whatever it holds, the result is a reply. */
    Reply take(Request request);
}
