package dev.sentinel.app.cli;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.transport.tempo.Tempo;
import java.util.Set;

/** Starts the program in some of its roles; the composition root stands behind it, which the commands need not know. */
@FunctionalInterface
public interface Launch {
    Running start(SentinelConfig config, Set<Role> roles, Tempo tempo) throws CannotStart;
}
