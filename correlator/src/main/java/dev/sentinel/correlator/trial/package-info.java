/** Tests of patterns: a file of them is read, played through the engine and judged. The command line and the build call it. */
@NullMarked
package dev.sentinel.correlator.trial;

import org.jspecify.annotations.NullMarked;
