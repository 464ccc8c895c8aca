package dev.sentinel.harness;

/** What a server answered over HTTP. */
public record HttpAnswer(int status, String body) {}
