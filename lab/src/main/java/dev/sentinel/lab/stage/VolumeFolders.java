package dev.sentinel.lab.stage;

import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.VolumeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real folder for each volume, below one that the lab was given and beyond which it never reaches. */
public final class VolumeFolders implements Disks {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,120}");

    private final Path root;

    public VolumeFolders(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Where the files of a volume are. */
    public Path of(String volume) {
        if (!NAME.matcher(volume).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" cannot be a folder; a volume's name has letters, digits, dots and dashes"
                            .formatted(volume));
        }
        return root.resolve(volume);
    }

    @Override
    public void lay(String volume) {
        try {
            Path unused = Files.createDirectories(of(volume));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of volume %s cannot be made".formatted(volume), e);
        }
    }

    @Override
    public void format(String volume) {
        empty(of(volume));
    }

    @Override
    public void tear(String volume) {
        Path folder = of(volume);
        empty(folder);
        remove(folder);
    }

    @Override
    public VolumeFiles files(String volume) {
        return new FolderFiles(of(volume));
    }

    static void empty(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            // The deepest first; walk does not follow links out of the folder.
            List<Path> inside = all.filter(each -> !each.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            inside.forEach(VolumeFolders::remove);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s cannot be emptied".formatted(folder), e);
        }
    }

    static void remove(Path path) {
        try {
            boolean unused = Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be removed".formatted(path), e);
        }
    }
}
