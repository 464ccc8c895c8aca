/** Tests of the package of the same name; the build runs them. */
@NullMarked
package dev.sentinel.app.cli;

import org.jspecify.annotations.NullMarked;
