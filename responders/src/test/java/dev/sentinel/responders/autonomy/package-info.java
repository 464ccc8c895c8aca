@NullMarked
package dev.sentinel.responders.autonomy;

import org.jspecify.annotations.NullMarked;
