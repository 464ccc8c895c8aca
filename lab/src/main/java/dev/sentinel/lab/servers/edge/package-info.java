/** The telemetry servers of a stage over HTTP on loopback; scenarios and tests open and close them all at once. */
@NullMarked
package dev.sentinel.lab.servers.edge;

import org.jspecify.annotations.NullMarked;
