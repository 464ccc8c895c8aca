/** End-to-end stories: the program from outside, as child processes, over AMQP, HTTP and files. */
@NullMarked
package dev.sentinel.stories;

import org.jspecify.annotations.NullMarked;
