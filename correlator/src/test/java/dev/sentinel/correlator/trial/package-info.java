/** Shows that the tests of patterns fail when they must, and that the patterns that ship pass theirs. */
@NullMarked
package dev.sentinel.correlator.trial;

import org.jspecify.annotations.NullMarked;
