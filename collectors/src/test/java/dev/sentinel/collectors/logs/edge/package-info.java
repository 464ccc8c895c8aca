@NullMarked
package dev.sentinel.collectors.logs.edge;

import org.jspecify.annotations.NullMarked;
