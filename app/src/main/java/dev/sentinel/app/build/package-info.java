/** Which build this is; shown by the command line and the metrics. */
@NullMarked
package dev.sentinel.app.build;

import org.jspecify.annotations.NullMarked;
