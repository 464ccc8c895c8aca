/** Runbooks: what is done about which trouble, in which order, and how one knows that it helped. Read from YAML and checked there; the planner finds their targets; pure. */
@NullMarked
package dev.sentinel.responders.runbooks;

import org.jspecify.annotations.NullMarked;
