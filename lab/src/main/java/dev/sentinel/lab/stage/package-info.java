/** Where a world is played: one lock around it, the pace that moves its time, and the folders that are its volumes. */
@NullMarked
package dev.sentinel.lab.stage;

import org.jspecify.annotations.NullMarked;
