/**
 * The sentinel program: {@code Main} hands the arguments to the command line, {@code Sentinel} puts the parts
 * together. Nothing else may depend on this package.
 */
@NullMarked
package dev.sentinel.app;

import org.jspecify.annotations.NullMarked;
