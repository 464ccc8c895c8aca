@NullMarked
package dev.sentinel.responders.targets;

import org.jspecify.annotations.NullMarked;
