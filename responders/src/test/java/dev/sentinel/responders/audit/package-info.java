@NullMarked
package dev.sentinel.responders.audit;

import org.jspecify.annotations.NullMarked;
