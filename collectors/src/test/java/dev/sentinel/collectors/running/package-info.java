@NullMarked
package dev.sentinel.collectors.running;

import org.jspecify.annotations.NullMarked;
