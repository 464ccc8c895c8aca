/**
 * How the program starts whole and stops in order: what must close, what is ready, and who asked to stop. The
 * composition root and the run command use it.
 */
@NullMarked
package dev.sentinel.app.lifecycle;

import org.jspecify.annotations.NullMarked;
