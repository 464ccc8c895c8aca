/** The simulated world as a Kubernetes API over HTTP; collectors, responders and kubectl talk to it as to a real one. */
@NullMarked
package dev.sentinel.lab.api;

import org.jspecify.annotations.NullMarked;
