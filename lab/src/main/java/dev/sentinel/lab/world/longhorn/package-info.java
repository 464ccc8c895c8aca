/** Longhorn's behaviours on v1beta2 objects, as its controllers decide in v1.12 with the V1 data engine; section numbers in comments are those of the domain page on Longhorn and Kubernetes. */
@NullMarked
package dev.sentinel.lab.world.longhorn;

import org.jspecify.annotations.NullMarked;
