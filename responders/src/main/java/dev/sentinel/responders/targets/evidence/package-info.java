/** Keeps what ages away: logs, events, objects and answers around an incident, in a bundle. The executor calls it. */
@NullMarked
package dev.sentinel.responders.targets.evidence;

import org.jspecify.annotations.NullMarked;
