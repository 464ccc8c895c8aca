/** Reads from the machine that the responder runs on. The executor calls it. */
@NullMarked
package dev.sentinel.responders.targets.host;

import org.jspecify.annotations.NullMarked;
