/** The way around the broker: events by gRPC from a courier to a receiver, incidents from a correlator to a responder. Armeria carries it. */
@NullMarked
package dev.sentinel.transport.ingest;

import org.jspecify.annotations.NullMarked;
