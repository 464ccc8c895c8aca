@NullMarked
package dev.sentinel.responders.notify.edge;

import org.jspecify.annotations.NullMarked;
