package dev.sentinel.lab.world;

/** What a program gets that reads and writes on a volume. */
public enum VolumeIo {
    /** Reads and writes work. */
    FINE,
    /** Every read and write that reaches the device fails with EIO. */
    EIO,
    /** Reads work; writes fail with EROFS. */
    READ_ONLY,
    /** There is no device, or nothing is mounted. */
    ABSENT
}
