/** Carries events from the spool to whoever takes them: by broker, and by gRPC while the broker cannot be trusted. Called by collectors' wiring. */
@NullMarked
package dev.sentinel.transport.courier;

import org.jspecify.annotations.NullMarked;
