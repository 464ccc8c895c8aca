package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.correlator.topology.Walker;

/** A path of a clause, and what walks it. */
record Way(Path path, Walker walker) {}
