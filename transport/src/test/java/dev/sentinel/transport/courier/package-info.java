/** The flow of events from the spool to whoever takes them, with the real parts, while the world breaks. */
@NullMarked
package dev.sentinel.transport.courier;

import org.jspecify.annotations.NullMarked;
