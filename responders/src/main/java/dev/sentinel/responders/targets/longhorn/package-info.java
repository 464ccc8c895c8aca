/** Acts on Longhorn, through its resources. The executor calls it. */
@NullMarked
package dev.sentinel.responders.targets.longhorn;

import org.jspecify.annotations.NullMarked;
