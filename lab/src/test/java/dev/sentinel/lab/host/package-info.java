@NullMarked
package dev.sentinel.lab.host;

import org.jspecify.annotations.NullMarked;
