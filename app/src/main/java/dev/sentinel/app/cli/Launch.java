package dev.sentinel.app.cli;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Running;

/** Starts the whole program; the composition root stands behind it, which the commands need not know. */
@FunctionalInterface
public interface Launch {
    Running start(SentinelConfig config) throws CannotStart;
}
