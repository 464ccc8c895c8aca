/**
 * The one port: health, readiness and metrics for machines, and room for the gRPC services. The composition root
 * starts it last, when everything it speaks for stands.
 */
@NullMarked
package dev.sentinel.app.server;

import org.jspecify.annotations.NullMarked;
