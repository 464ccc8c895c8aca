@NullMarked
package dev.sentinel.collectors.kernel.edge;

import org.jspecify.annotations.NullMarked;
