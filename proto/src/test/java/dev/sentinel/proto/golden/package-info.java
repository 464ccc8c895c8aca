/** The bytes and the JSON of every message, kept in files: what programs of other languages and years will read. */
@NullMarked
package dev.sentinel.proto.golden;

import org.jspecify.annotations.NullMarked;
