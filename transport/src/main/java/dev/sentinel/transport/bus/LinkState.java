package dev.sentinel.transport.bus;

/** How a connection to the broker is doing. */
public sealed interface LinkState {

    /** Not connected; tried {@code attempts} times since it was last up. */
    record Down(int attempts, String why) implements LinkState {}

    /** Connected, everything declared. */
    record Up(String broker) implements LinkState {}

    /** Connected, but the broker takes no messages (memory or disk alarm). */
    record Blocked(String why) implements LinkState {}

    /** Closed by us. */
    record Closed() implements LinkState {}
}
