@NullMarked
package dev.sentinel.responders.targets.longhorn;

import org.jspecify.annotations.NullMarked;
