/** Where events wait on local disk until somebody has them; collectors fill it, the courier empties it. */
@NullMarked
package dev.sentinel.transport.spool;

import org.jspecify.annotations.NullMarked;
