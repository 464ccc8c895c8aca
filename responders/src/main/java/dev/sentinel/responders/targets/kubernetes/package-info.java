/** Looks at a cluster through its API and acts on what Kubernetes and its operators keep there. The survey and the executor call it. */
@NullMarked
package dev.sentinel.responders.targets.kubernetes;

import org.jspecify.annotations.NullMarked;
