@NullMarked
package dev.sentinel.responders.approvals;

import org.jspecify.annotations.NullMarked;
