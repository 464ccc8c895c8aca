/**
 * What objects and events of Kubernetes say: nodes, pods, claims, volumes, workloads, hints. Called by the edge that watches
 * the API, with each object as it changes; pure.
 */
@NullMarked
package dev.sentinel.collectors.kubernetes;

import org.jspecify.annotations.NullMarked;
