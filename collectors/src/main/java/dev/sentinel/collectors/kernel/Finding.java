package dev.sentinel.collectors.kernel;

import com.google.protobuf.Message;
import dev.sentinel.v1.Severity;

/**
 * A fact in a line, before anybody asked whom the device belongs to.
 *
 * @param device as the kernel names it; empty when the line names none
 */
record Finding(Severity severity, String device, Message fact) {}
