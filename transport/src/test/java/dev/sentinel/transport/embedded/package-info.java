/** The embedded broker on its own. */
@NullMarked
package dev.sentinel.transport.embedded;

import org.jspecify.annotations.NullMarked;
