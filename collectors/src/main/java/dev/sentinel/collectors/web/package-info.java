/**
 * How collectors speak HTTP with what they read: bounded in time and size, without a redirect to elsewhere, and with failures
 * that say what to do. Called by the edges of sources that have an HTTP interface.
 */
@NullMarked
package dev.sentinel.collectors.web;

import org.jspecify.annotations.NullMarked;
