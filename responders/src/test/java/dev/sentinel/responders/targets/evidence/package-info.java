@NullMarked
package dev.sentinel.responders.targets.evidence;

import org.jspecify.annotations.NullMarked;
