package dev.sentinel.lab.world;

import java.util.List;

/** The files of one volume, by paths with slashes and without a leading one; every call may end with an {@link IoError}. */
public interface VolumeFiles {

    /** A name in a folder. */
    record Entry(String name, boolean folder, long size) {}

    /** What is in a folder, in order of name; nothing when there is no such folder. */
    List<Entry> list(String folder);

    byte[] read(String path);

    /** Writes the whole file, and makes the folders above it. */
    void write(String path, byte[] content);

    void append(String path, byte[] more);

    /** Takes away a file, or a folder with everything in it; what is not there is gone already. */
    void remove(String path);
}
