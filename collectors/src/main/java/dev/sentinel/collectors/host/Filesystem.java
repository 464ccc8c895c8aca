package dev.sentinel.collectors.host;

/**
 * A mounted filesystem as statfs and the mount table show it.
 *
 * @param freeBytes what is left for those who are not root
 * @param totalInodes 0 where inodes are made as they are needed
 */
public record Filesystem(
        String mountPoint,
        String device,
        long freeBytes,
        long totalBytes,
        long freeInodes,
        long totalInodes,
        boolean readOnly) {}
