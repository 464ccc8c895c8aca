package dev.sentinel.collectors.logs;

import java.util.Optional;

/** Knows replicas by the addresses under which engines speak of them. */
@FunctionalInterface
public interface Replicas {
    /** The name of the replica that listens at "10.42.3.17:10000" now. */
    Optional<String> at(String address);
}
