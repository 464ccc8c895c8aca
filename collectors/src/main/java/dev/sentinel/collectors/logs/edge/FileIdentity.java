package dev.sentinel.collectors.logs.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.zip.CRC32C;

/** A file as the machine tells it apart. */
record FileIdentity(long device, long inode, long size, long modifiedMillis) {

    static FileIdentity of(Path file) throws IOException {
        Map<String, Object> found = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime");
        return new FileIdentity(
                ((Number) found.getOrDefault("dev", 0L)).longValue(),
                ((Number) found.getOrDefault("ino", 0L)).longValue(),
                ((Number) found.getOrDefault("size", 0L)).longValue(),
                ((FileTime) found.getOrDefault("lastModifiedTime", FileTime.fromMillis(0))).toMillis());
    }

    boolean is(Position position) {
        return device == position.device() && inode == position.inode();
    }

    boolean is(FileIdentity other) {
        return device == other.device && inode == other.inode;
    }

    /** The sum of the first bytes. */
    static long head(FileChannel file, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
            // Until all are there.
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes.flip());
        return sum.getValue();
    }
}
