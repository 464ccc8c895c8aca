/**
 * Foreign JSON as events: by a mapping that people write as data, by CloudEvents over HTTP, and by the webhooks of alerting
 * systems. Called by the edge that listens; pure. Whatever a body holds, the answer is events or a reason.
 */
@NullMarked
package dev.sentinel.collectors.webhook;

import org.jspecify.annotations.NullMarked;
