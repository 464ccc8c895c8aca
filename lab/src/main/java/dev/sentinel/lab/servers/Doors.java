package dev.sentinel.lab.servers;

/** Who lends a server a port of this machine: the edge, or a test that counts. */
public interface Doors {

    /** The port at which a server answers; always the same one for a place. */
    int port(Place place);
}
