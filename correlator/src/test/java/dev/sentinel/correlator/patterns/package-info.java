@NullMarked
package dev.sentinel.correlator.patterns;

import org.jspecify.annotations.NullMarked;
