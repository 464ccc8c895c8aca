/** Keeps collectors going: who reads what, how often, what is remembered, where it is told, and whether it goes well. */
@NullMarked
package dev.sentinel.collectors.running;

import org.jspecify.annotations.NullMarked;
