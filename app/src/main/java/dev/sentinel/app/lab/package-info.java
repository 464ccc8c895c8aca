/**
 * The lab for people's hands: a simulated cluster that runs until it is stopped, the small door through which other commands
 * reach it, and the file by which they find the door. Called by the {@code sentinel lab} commands only, so that no other
 * command loads it.
 */
@NullMarked
package dev.sentinel.app.lab;

import org.jspecify.annotations.NullMarked;
