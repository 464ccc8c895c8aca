/**
 * What people are told, through which door and in which words: who is told what and when, and how a message, a page, an alert
 * or a mail reads. Pure; what carries it is in {@code edge}. Told by the responder's loop and by what receives incidents.
 */
@NullMarked
package dev.sentinel.responders.notify;

import org.jspecify.annotations.NullMarked;
