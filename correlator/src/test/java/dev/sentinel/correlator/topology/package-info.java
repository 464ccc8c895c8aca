/** What the graph knows after hearing things in any order, and where walks through it lead. */
@NullMarked
package dev.sentinel.correlator.topology;

import org.jspecify.annotations.NullMarked;
