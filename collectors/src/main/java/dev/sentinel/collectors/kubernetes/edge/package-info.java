/**
 * Watches the API of Kubernetes and hands each object, as it changes, to the readings; the only place besides Longhorn's edge
 * that knows the client library. Called by the composition root; other edges ask {@link Cluster} for pods and logs.
 */
@NullMarked
package dev.sentinel.collectors.kubernetes.edge;

import org.jspecify.annotations.NullMarked;
