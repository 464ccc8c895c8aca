@NullMarked
package dev.sentinel.collectors.multipath.edge;

import org.jspecify.annotations.NullMarked;
