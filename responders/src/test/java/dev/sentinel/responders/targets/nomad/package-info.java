@NullMarked
package dev.sentinel.responders.targets.nomad;

import org.jspecify.annotations.NullMarked;
