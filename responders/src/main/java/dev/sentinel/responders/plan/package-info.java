/** From an incident to a frozen plan, or to the reason for none; pure. The responder's loop asks, whenever an incident or a person wants one. */
@NullMarked
package dev.sentinel.responders.plan;

import org.jspecify.annotations.NullMarked;
