/** Asks a running program for what only it may decide. Called by the commands. */
@NullMarked
package dev.sentinel.app.remote;

import org.jspecify.annotations.NullMarked;
