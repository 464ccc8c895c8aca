@NullMarked
package dev.sentinel.yaml;

import org.jspecify.annotations.NullMarked;
