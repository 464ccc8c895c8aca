/** How a cluster looked when somebody looked: what planner and guards decide on. Targets read it; pure. */
@NullMarked
package dev.sentinel.responders.situation;

import org.jspecify.annotations.NullMarked;
