/** Lines of the kernel to events. Called by whoever reads /dev/kmsg or the journal. */
@NullMarked
package dev.sentinel.collectors.kernel;

import org.jspecify.annotations.NullMarked;
