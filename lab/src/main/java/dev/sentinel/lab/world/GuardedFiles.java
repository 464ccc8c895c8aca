package dev.sentinel.lab.world;

import java.util.List;
import java.util.function.Supplier;

/** Files as a program on the volume gets them: by the state of the device, and never those that lie on a bad sector. */
final class GuardedFiles implements VolumeFiles {

    private final VolumeFiles files;
    private final Supplier<VolumeIo> io;

    GuardedFiles(VolumeFiles files, Supplier<VolumeIo> io) {
        this.files = files;
        this.io = io;
    }

    @Override
    public List<Entry> list(String folder) {
        readable();
        List<Entry> entries = files.list(folder);
        if (entries.stream().anyMatch(each -> each.name().equals(BadSector.FILE))) {
            throw new IoError(IoError.EIO);
        }
        return entries;
    }

    @Override
    public byte[] read(String path) {
        readable();
        byte[] content = files.read(path);
        if (BadSector.under(content)) {
            throw new IoError(IoError.EIO);
        }
        return content;
    }

    @Override
    public void write(String path, byte[] content) {
        writable();
        files.write(path, content);
    }

    @Override
    public void append(String path, byte[] more) {
        writable();
        files.append(path, more);
    }

    @Override
    public void remove(String path) {
        writable();
        files.remove(path);
    }

    private void readable() {
        switch (io.get()) {
            case FINE, READ_ONLY -> {}
            case EIO -> throw new IoError(IoError.EIO);
            case ABSENT -> throw new IoError(IoError.ENXIO);
        }
    }

    private void writable() {
        readable();
        if (io.get() == VolumeIo.READ_ONLY) {
            throw new IoError(IoError.EROFS);
        }
    }
}
