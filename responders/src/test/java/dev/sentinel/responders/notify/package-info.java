@NullMarked
package dev.sentinel.responders.notify;

import org.jspecify.annotations.NullMarked;
