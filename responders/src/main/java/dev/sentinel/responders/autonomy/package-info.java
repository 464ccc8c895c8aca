/** How far automation may be trusted, by what came of it: decisions are scored against what people did, and a bad outcome takes a right away. It proposes and takes away; only people give. Pure; the responder's loop and who asks for the report call it. */
@NullMarked
package dev.sentinel.responders.autonomy;

import org.jspecify.annotations.NullMarked;
