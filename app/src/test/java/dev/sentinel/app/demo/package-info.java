@NullMarked
package dev.sentinel.app.demo;

import org.jspecify.annotations.NullMarked;
