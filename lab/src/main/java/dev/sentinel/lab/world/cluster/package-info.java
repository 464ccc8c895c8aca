/** A whole cluster in one place: the world, its machines and behaviours, and the words in which it is built; scenarios and servers start here. */
@NullMarked
package dev.sentinel.lab.world.cluster;

import org.jspecify.annotations.NullMarked;
