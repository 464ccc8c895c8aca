/** What a pattern is, and how one is read from YAML. The engine runs what the reader has checked. */
@NullMarked
package dev.sentinel.correlator.patterns;

import org.jspecify.annotations.NullMarked;
