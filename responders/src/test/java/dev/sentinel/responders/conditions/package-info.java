@NullMarked
package dev.sentinel.responders.conditions;

import org.jspecify.annotations.NullMarked;
