@NullMarked
package dev.sentinel.responders.runbooks;

import org.jspecify.annotations.NullMarked;
