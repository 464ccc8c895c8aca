package dev.sentinel.transport.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One broker per folder: held until closed, given up by the system when the process dies. */
record FolderLock(FileChannel channel) implements AutoCloseable {

    static FolderLock take(Path folder) {
        Path file = folder.resolve("lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new BrokerFault(
                        "Another sentinel uses the broker's folder " + folder
                                + ". Stop it, or give this one another data folder.",
                        new IOException(file + " is locked"));
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new BrokerFault(
                    "The broker cannot use its folder " + folder + ": " + e
                            + ". Make it writable, or give another data folder.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BrokerFault("the broker's folder could not be unlocked", e);
        }
    }
}
