/**
 * What the operator decided: one YAML file, read once into one immutable tree, with every problem named at its line.
 * The command line reads it; the composition root takes it apart.
 */
@NullMarked
package dev.sentinel.app.config;

import org.jspecify.annotations.NullMarked;
