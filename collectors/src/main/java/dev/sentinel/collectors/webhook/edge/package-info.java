/**
 * Receives what others send: the webhooks of Alertmanager and Grafana, Alertmanager's event recorder, CloudEvents and any JSON
 * that a mapping is for. Called by the composition root, which mounts the receivers on its server.
 */
@NullMarked
package dev.sentinel.collectors.webhook.edge;

import org.jspecify.annotations.NullMarked;
