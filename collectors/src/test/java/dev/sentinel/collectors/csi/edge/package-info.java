@NullMarked
package dev.sentinel.collectors.csi.edge;

import org.jspecify.annotations.NullMarked;
