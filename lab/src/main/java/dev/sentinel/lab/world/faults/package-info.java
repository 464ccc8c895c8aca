/** What can go wrong in a cluster, and the sentences in which scenarios and people ask for it. */
@NullMarked
package dev.sentinel.lab.world.faults;

import org.jspecify.annotations.NullMarked;
