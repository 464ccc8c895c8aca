/** The spool, and what disks do to it. */
@NullMarked
package dev.sentinel.transport.spool;

import org.jspecify.annotations.NullMarked;
