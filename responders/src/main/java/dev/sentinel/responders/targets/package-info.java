/** Everything that can be done to the world, put together; each system that is acted on has a package below. The wiring asks. */
@NullMarked
package dev.sentinel.responders.targets;

import org.jspecify.annotations.NullMarked;
