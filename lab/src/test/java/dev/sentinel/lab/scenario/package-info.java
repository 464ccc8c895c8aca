@NullMarked
package dev.sentinel.lab.scenario;

import org.jspecify.annotations.NullMarked;
