/** Silences alerts that only repeat what an incident says already. The executor calls it. */
@NullMarked
package dev.sentinel.responders.targets.alertmanager;

import org.jspecify.annotations.NullMarked;
