/**
 * What a Prometheus server's own answers say, by two readings and never by its own rules. Called by the edge that asks the
 * server, with all answers of one round; pure.
 */
@NullMarked
package dev.sentinel.collectors.prometheus;

import org.jspecify.annotations.NullMarked;
