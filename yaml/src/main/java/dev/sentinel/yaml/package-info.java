/**
 * Reads YAML files that people write, key by key: all mistakes are told at once, each with its line and the word that was
 * probably meant. Patterns, runbooks, policies and scenarios are read with it; pure.
 */
@NullMarked
package dev.sentinel.yaml;

import org.jspecify.annotations.NullMarked;
