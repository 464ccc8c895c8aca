package dev.sentinel.correlator.engine;

import java.util.SortedMap;

/** Sizes, and how often each limit was met ("things", "edges", "instances", "evidence", "pending"). */
public record Vitals(
        int things, int edges, int instances, int pending, int openIncidents, SortedMap<String, Long> boundsHit) {}
