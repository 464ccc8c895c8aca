/** The life of a quarantine, from the first wish to the release: which gates have to hold, what breaks them, what follows; pure. The responder's loop tells it events and looks, and does what it says. */
@NullMarked
package dev.sentinel.responders.quarantine;

import org.jspecify.annotations.NullMarked;
