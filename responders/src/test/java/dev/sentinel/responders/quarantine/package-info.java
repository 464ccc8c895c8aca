@NullMarked
package dev.sentinel.responders.quarantine;

import org.jspecify.annotations.NullMarked;
