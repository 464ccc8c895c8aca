/** Holds Nomad's event stream open and lists what it holds. Called by the composition root. */
@NullMarked
package dev.sentinel.collectors.nomad.edge;

import org.jspecify.annotations.NullMarked;
