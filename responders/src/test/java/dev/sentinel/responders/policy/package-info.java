@NullMarked
package dev.sentinel.responders.policy;

import org.jspecify.annotations.NullMarked;
