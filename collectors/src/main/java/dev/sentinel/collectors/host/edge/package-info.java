/** Watches room, mounts, units and data folders of this machine. Wired by the application. */
@NullMarked
package dev.sentinel.collectors.host.edge;

import org.jspecify.annotations.NullMarked;
