/** The broker inside the process: Apache Qpid Broker-J on loopback with a durable store in the data folder. Started by the program. */
@NullMarked
package dev.sentinel.transport.embedded;

import org.jspecify.annotations.NullMarked;
