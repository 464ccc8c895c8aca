package dev.sentinel.lab.servers;

import java.util.Optional;

/** A notification that waits to be posted to its receiver. */
public record Letter(Place from, Receiver to, String body) {

    /** Where notifications go, and the token that opens the door there. */
    public record Receiver(String url, Optional<String> bearer) {}
}
