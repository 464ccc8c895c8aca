/**
 * Text that leaves the program for eyes and pipes: tables, JSON, and the escaping of what the world put into it. The
 * commands, the logs and the configuration's messages use it.
 */
@NullMarked
package dev.sentinel.app.output;

import org.jspecify.annotations.NullMarked;
