/** Takes events in, by broker or by gRPC: decodes, validates, knows what it has seen, hands the rest on in one transaction. Called by the correlator's wiring. */
@NullMarked
package dev.sentinel.transport.receive;

import org.jspecify.annotations.NullMarked;
