package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;

/** The body of a call, and the item of it that is looked at: the body itself, or an element of the list that is walked. */
record Found(JsonNode body, JsonNode item) {}
