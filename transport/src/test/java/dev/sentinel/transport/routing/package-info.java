/** What the names and numbers of the wire are, so that publishers in other languages can rely on them. */
@NullMarked
package dev.sentinel.transport.routing;

import org.jspecify.annotations.NullMarked;
