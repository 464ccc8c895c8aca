package dev.sentinel.collectors.stores;

import java.time.Instant;
import java.util.Optional;

/** Whether and since when a compactor stands still. */
public record ThanosState(Optional<Instant> haltedSince) {}
