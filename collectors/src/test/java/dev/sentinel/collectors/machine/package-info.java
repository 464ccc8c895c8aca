@NullMarked
package dev.sentinel.collectors.machine;

import org.jspecify.annotations.NullMarked;
