@NullMarked
package dev.sentinel.responders.targets.kubernetes;

import org.jspecify.annotations.NullMarked;
