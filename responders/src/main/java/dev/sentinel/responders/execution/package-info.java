/** Carries plans out: one act after the other, each intended on record before it is done, checked afterwards and taken back where it must be. The responder's loop calls it. */
@NullMarked
package dev.sentinel.responders.execution;

import org.jspecify.annotations.NullMarked;
