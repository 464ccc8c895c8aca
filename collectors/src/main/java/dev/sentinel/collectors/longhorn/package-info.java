/**
 * What Longhorn's resources, events and metrics say, for versions 1.5 and later, and who stands on whom. Called by the edge
 * that watches the API, with each object as it changes; pure.
 */
@NullMarked
package dev.sentinel.collectors.longhorn;

import org.jspecify.annotations.NullMarked;
