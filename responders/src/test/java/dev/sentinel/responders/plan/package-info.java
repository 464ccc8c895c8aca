@NullMarked
package dev.sentinel.responders.plan;

import org.jspecify.annotations.NullMarked;
