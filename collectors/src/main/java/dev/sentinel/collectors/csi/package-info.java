/** Lines of storage drivers that decide to format, weighed by what is known of the volume. Called beside the logs. */
@NullMarked
package dev.sentinel.collectors.csi;

import org.jspecify.annotations.NullMarked;
