@NullMarked
package dev.sentinel.responders.guards;

import org.jspecify.annotations.NullMarked;
