/** How far automation may be trusted, by what came of it: thoughts are scored against what people did, and a bad outcome takes a right away. It proposes and takes away; only people give. Pure. */
@NullMarked
package dev.sentinel.responders.autonomy;

import org.jspecify.annotations.NullMarked;
