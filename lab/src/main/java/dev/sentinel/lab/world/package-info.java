/** The simulated world: objects, time and what happens next, computed from a seed and nothing else; everything in the lab stands on it. */
@NullMarked
package dev.sentinel.lab.world;

import org.jspecify.annotations.NullMarked;
