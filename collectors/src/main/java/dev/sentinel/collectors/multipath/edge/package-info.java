/** Asks multipathd of this machine. Wired by the application. */
@NullMarked
package dev.sentinel.collectors.multipath.edge;

import org.jspecify.annotations.NullMarked;
