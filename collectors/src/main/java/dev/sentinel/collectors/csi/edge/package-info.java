/** Knows which volumes were in use on this machine, and hears storage drivers decide about them. Wired by the application. */
@NullMarked
package dev.sentinel.collectors.csi.edge;

import org.jspecify.annotations.NullMarked;
