/**
 * Reads logs where they are: files of the node, the journal, pods through the cluster. Wired by the application; other
 * readings of lines join as listeners.
 */
@NullMarked
package dev.sentinel.collectors.logs.edge;

import org.jspecify.annotations.NullMarked;
