/**
 * Real servers for tests: RabbitMQ, PostgreSQL, a faulty wire, a child JVM, a full disk. Called by the tests of every other
 * module; never shipped.
 */
@NullMarked
package dev.sentinel.harness;

import org.jspecify.annotations.NullMarked;
