/**
 * What belongs to the contract itself and is the same for every part: kinds, ids, canonical bytes, validation. Called by
 * every module, at its boundaries; pure, without clock, randomness or I/O.
 */
@NullMarked
package dev.sentinel.proto;

import org.jspecify.annotations.NullMarked;
