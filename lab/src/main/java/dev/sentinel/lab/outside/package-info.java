/**
 * The services outside the cluster that Sentinel speaks to, on loopback and as their own APIs speak: Slack, PagerDuty, a
 * receiver of webhooks, and a mail server. Each remembers what came so that a test or a scenario can read it, and each can be
 * told to fail by its {@link dev.sentinel.lab.outside.Outage}. Scenarios and the tests of the notifications open them.
 */
@NullMarked
package dev.sentinel.lab.outside;

import org.jspecify.annotations.NullMarked;
