/**
 * How log lines look and where they go: stderr, one line each, as text or JSON. {@code main} and the run command set
 * it up; everybody else only knows SLF4J.
 */
@NullMarked
package dev.sentinel.app.log;

import org.jspecify.annotations.NullMarked;
