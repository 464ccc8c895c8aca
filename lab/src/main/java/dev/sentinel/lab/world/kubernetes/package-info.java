/** Kubernetes' own behaviours: kubelets, the scheduler, workloads, claims and attachments, staging, and the two that undo what people do by hand. */
@NullMarked
package dev.sentinel.lab.world.kubernetes;

import org.jspecify.annotations.NullMarked;
