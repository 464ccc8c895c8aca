@NullMarked
package dev.sentinel.responders.shelf;

import org.jspecify.annotations.NullMarked;
