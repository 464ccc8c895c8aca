/** The way around the broker, against receivers of every temper. */
@NullMarked
package dev.sentinel.transport.ingest;

import org.jspecify.annotations.NullMarked;
