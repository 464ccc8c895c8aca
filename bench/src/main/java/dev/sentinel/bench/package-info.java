/** What Sentinel costs: workloads, what is measured on them, and a loop by hand to compare with. Started by people only. */
@NullMarked
package dev.sentinel.bench;

import org.jspecify.annotations.NullMarked;
