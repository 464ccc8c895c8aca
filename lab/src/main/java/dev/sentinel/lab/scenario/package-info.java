/**
 * A scenario: a world, what happens in it and when, and what Sentinel should and should not make of it. Read from YAML here,
 * and played by whoever has a program to show; pure.
 */
@NullMarked
package dev.sentinel.lab.scenario;

import org.jspecify.annotations.NullMarked;
