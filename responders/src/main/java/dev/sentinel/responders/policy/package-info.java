/** What may be done without asking, after asking, or only in thought; pure. The responder's loop asks before it shows a plan to anybody. */
@NullMarked
package dev.sentinel.responders.policy;

import org.jspecify.annotations.NullMarked;
