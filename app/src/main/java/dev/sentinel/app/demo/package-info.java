/** The demonstration: the real program in a temporary folder, and a recorded sequence sent through it. */
@NullMarked
package dev.sentinel.app.demo;

import org.jspecify.annotations.NullMarked;
