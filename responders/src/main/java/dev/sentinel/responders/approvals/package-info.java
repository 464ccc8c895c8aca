/** Who may say yes to what, and when their yes counts; pure. Whoever takes an answer from a person asks here first, and again in the same transaction that begins to act. */
@NullMarked
package dev.sentinel.responders.approvals;

import org.jspecify.annotations.NullMarked;
