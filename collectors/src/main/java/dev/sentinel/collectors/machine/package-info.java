/**
 * The machine that a collector runs on, from inside a container or not: its files, its mounts and devices, and the few
 * programs that are asked because no file says it. Called by the edges that read one machine.
 */
@NullMarked
package dev.sentinel.collectors.machine;

import org.jspecify.annotations.NullMarked;
