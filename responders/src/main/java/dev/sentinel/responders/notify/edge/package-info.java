/**
 * The doors to people: chat, pager, mail, and whatever else takes a message over HTTP; and the book of what is still to be
 * told, so that nothing untold is forgotten. Constructed by the program, told by the responder.
 */
@NullMarked
package dev.sentinel.responders.notify.edge;

import org.jspecify.annotations.NullMarked;
