/** The correlation core, told stories with a literal clock. */
@NullMarked
package dev.sentinel.correlator.engine;

import org.jspecify.annotations.NullMarked;
