/** The store against its databases, and against what the world does to them. */
@NullMarked
package dev.sentinel.transport.store;

import org.jspecify.annotations.NullMarked;
