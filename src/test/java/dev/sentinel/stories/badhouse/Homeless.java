package dev.sentinel.stories.badhouse;

/** Breaks a rule: stands in no module. */
final class Homeless {}
