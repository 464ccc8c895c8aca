@NullMarked
package dev.sentinel.responders.running;

import org.jspecify.annotations.NullMarked;
