@NullMarked
package dev.sentinel.collectors.host.edge;

import org.jspecify.annotations.NullMarked;
