/** Where runbooks and policies lie: those of the program, and those of a folder. Whoever starts a responder or tests a runbook reads them from here. */
@NullMarked
package dev.sentinel.responders.shelf;

import org.jspecify.annotations.NullMarked;
