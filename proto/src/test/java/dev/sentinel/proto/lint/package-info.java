/**
 * The rules that hold for the schema itself: its style, its limits, and what may not change between releases. Only tests call
 * this; it reads compiled descriptors, so a build needs no other program.
 */
@NullMarked
package dev.sentinel.proto.lint;

import org.jspecify.annotations.NullMarked;
