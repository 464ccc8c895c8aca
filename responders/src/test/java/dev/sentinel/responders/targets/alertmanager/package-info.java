@NullMarked
package dev.sentinel.responders.targets.alertmanager;

import org.jspecify.annotations.NullMarked;
