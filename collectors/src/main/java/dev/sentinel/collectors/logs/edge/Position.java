package dev.sentinel.collectors.logs.edge;

/**
 * How far a file was read, and how it is known again after it was renamed or copied.
 *
 * @param device and
 * @param inode which file it was; numbers of inodes are given again to others
 * @param offset all before it was told
 * @param headLength so many bytes of its beginning
 * @param head have this sum
 * @param modifiedMillis when it had last been written to when it was last looked at
 */
record Position(long device, long inode, long offset, int headLength, long head, long modifiedMillis) {
    /** As many bytes as tell files apart: lines begin with a time. */
    static final int HEAD = 1024;
}
