/**
 * Reads the files that people write for collectors, signatures and mappings: key by key, with all faults told at once, each
 * with its line and the word that was probably meant. Called by the packages that give those files a meaning; pure.
 */
@NullMarked
package dev.sentinel.collectors.rules;

import org.jspecify.annotations.NullMarked;
