package dev.sentinel.collectors.webhook.edge;

/**
 * What the sender is told.
 *
 * @param status 202 when all of it is safe; 400, 401, 413, 415 or 422 when sending it again would not help; 503 when it would
 * @param text for a person, without a line end
 */
public record Reply(int status, String text) {}
