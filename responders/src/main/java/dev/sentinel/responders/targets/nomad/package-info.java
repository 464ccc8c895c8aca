/** Acts on Nomad through its API. The executor calls it. */
@NullMarked
package dev.sentinel.responders.targets.nomad;

import org.jspecify.annotations.NullMarked;
