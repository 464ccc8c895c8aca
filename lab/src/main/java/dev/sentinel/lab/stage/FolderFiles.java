package dev.sentinel.lab.stage;

import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.VolumeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a volume in its folder, beyond which no path leads. */
final class FolderFiles implements VolumeFiles {

    private static final Pattern PATH = Pattern.compile("[a-zA-Z0-9._-]{1,120}(/[a-zA-Z0-9._-]{1,120}){0,15}");

    private final Path root;

    FolderFiles(Path root) {
        this.root = root;
    }

    @Override
    public List<Entry> list(String folder) {
        Path path = folder.isEmpty() ? root : of(folder);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.map(FolderFiles::entry)
                    .sorted(Comparator.comparing(Entry::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be listed".formatted(path), e);
        }
    }

    @Override
    public byte[] read(String path) {
        try {
            return Files.readAllBytes(of(path));
        } catch (NoSuchFileException e) {
            throw new IoError(IoError.ENOENT);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read".formatted(path), e);
        }
    }

    @Override
    public void write(String path, byte[] content) {
        put(path, content, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    @Override
    public void append(String path, byte[] more) {
        put(path, more, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void remove(String path) {
        Path file = of(path);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            VolumeFolders.empty(file);
        }
        VolumeFolders.remove(file);
    }

    private void put(String path, byte[] content, StandardOpenOption... options) {
        Path file = of(path);
        try {
            Path unusedFolder = Files.createDirectories(file.getParent());
            Path unusedFile = Files.write(file, content, options);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }

    private static Entry entry(Path path) {
        boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        try {
            return new Entry(path.getFileName().toString(), folder, folder ? 0 : Files.size(path));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be looked at".formatted(path), e);
        }
    }

    private Path of(String path) {
        if (!PATH.matcher(path).matches() || List.of(path.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("\"%s\" cannot be a file of a volume".formatted(path));
        }
        return root.resolve(path);
    }
}
