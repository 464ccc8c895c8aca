@NullMarked
package dev.sentinel.responders.trial;

import org.jspecify.annotations.NullMarked;
