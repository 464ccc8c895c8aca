package dev.sentinel.collectors.kubernetes;

/** What is remembered of an event object: how often it had happened when it was last told. */
public record HintState(int count) {}
