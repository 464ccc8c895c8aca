@NullMarked
package dev.sentinel.responders.actions;

import org.jspecify.annotations.NullMarked;
