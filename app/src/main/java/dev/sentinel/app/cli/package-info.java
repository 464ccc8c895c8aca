/**
 * The words a person can type: one class per command, exit codes, and the way errors are told. {@code Main} builds it
 * with what the commands need; data goes to stdout, messages to stderr.
 */
@NullMarked
package dev.sentinel.app.cli;

import org.jspecify.annotations.NullMarked;
