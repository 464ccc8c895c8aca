package dev.sentinel.responders.actions;

import dev.sentinel.v1.Ref;

/** An act with its target and arguments: what is to be done, to what. */
public record Order(String cluster, String action, Ref target, Arguments arguments) {}
