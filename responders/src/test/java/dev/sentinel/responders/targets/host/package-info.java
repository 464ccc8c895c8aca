@NullMarked
package dev.sentinel.responders.targets.host;

import org.jspecify.annotations.NullMarked;
