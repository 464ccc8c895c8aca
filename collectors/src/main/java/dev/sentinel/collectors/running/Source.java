package dev.sentinel.collectors.running;

import dev.sentinel.v1.Ref;

/**
 * One place that facts come from.
 *
 * @param name among the sources of its collector, in metrics and logs: "volumes", "monitoring/prometheus-0"
 * @param endpoint where it is, for a person: a URL, a file, a socket; without secrets
 * @param thing what is not seen when it does not answer
 */
public record Source(String name, String endpoint, Ref thing) {}
