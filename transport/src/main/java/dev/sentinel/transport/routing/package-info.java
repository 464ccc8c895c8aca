/** Names on the broker: exchanges, queues, routing keys and the partition of a cluster. Called by whoever publishes or subscribes. */
@NullMarked
package dev.sentinel.transport.routing;

import org.jspecify.annotations.NullMarked;
