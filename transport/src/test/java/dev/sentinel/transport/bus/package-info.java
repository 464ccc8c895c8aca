/** The bus's contract, run against every broker. */
@NullMarked
package dev.sentinel.transport.bus;

import org.jspecify.annotations.NullMarked;
