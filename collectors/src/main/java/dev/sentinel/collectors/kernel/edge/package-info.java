/** Reads what the kernel of this machine says, from its ring of messages or from the journal. Wired by the application. */
@NullMarked
package dev.sentinel.collectors.kernel.edge;

import org.jspecify.annotations.NullMarked;
