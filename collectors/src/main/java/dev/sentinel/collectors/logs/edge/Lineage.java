package dev.sentinel.collectors.logs.edge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds where the rest of a log went that was renamed, or copied and emptied, while nobody looked. */
record Lineage(Path path) {
    /** Rotated files beside one log. */
    private static final int MOST = 64;
    /** What was compressed is left alone: unpacking it would cost more than the lines are worth. */
    private static final Set<String> COMPRESSED = Set.of(".gz", ".xz", ".bz2", ".zst", ".lz4", ".tmp");

    /** A file to be read before the one that bears the name now. */
    record Part(Path path, FileIdentity identity, long offset) {}

    /**
     * What has to be read before the current file.
     *
     * @param complete whether the file of the position itself was found
     */
    record Rest(List<Part> parts, boolean complete) {}

    private record Sibling(Path path, FileIdentity identity) {}

    /** What came after a position, the oldest first, without the current file. */
    Rest after(Position position, FileIdentity current) throws IOException {
        List<Sibling> siblings = siblings();
        Optional<Sibling> own = own(siblings, position);
        long since = own.map(each -> each.identity().modifiedMillis()).orElse(position.modifiedMillis());
        List<Part> parts = new ArrayList<>();
        own.ifPresent(each -> parts.add(new Part(each.path(), each.identity(), position.offset())));
        siblings.stream()
                .filter(each -> own.filter(each::equals).isEmpty())
                .filter(each -> !each.identity().is(current) && !each.identity().is(position))
                .filter(each -> each.identity().modifiedMillis() >= since)
                .sorted(Comparator.comparingLong(each -> each.identity().modifiedMillis()))
                .forEach(each -> parts.add(new Part(each.path(), each.identity(), 0)));
        return new Rest(parts, own.isPresent());
    }

    private static Optional<Sibling> own(List<Sibling> siblings, Position position) throws IOException {
        Optional<Sibling> alike = Optional.empty();
        for (Sibling each : siblings) {
            if (each.identity().size() >= position.offset() && beginsLike(each.path(), position)) {
                if (each.identity().is(position)) {
                    return Optional.of(each);
                }
                alike = position.headLength() > 0 ? Optional.of(each) : alike;
            }
        }
        return alike;
    }

    /** Whether a file begins as the one of the position did. */
    static boolean beginsLike(Path file, Position position) throws IOException {
        if (position.headLength() == 0) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return FileIdentity.head(channel, position.headLength()) == position.head();
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private List<Sibling> siblings() throws IOException {
        List<Sibling> found = new ArrayList<>();
        Path folder = path.getParent();
        String name = path.getFileName().toString();
        if (folder == null) {
            return found;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> isRotated(file, name))) {
            for (Path each : files) {
                if (found.size() < MOST) {
                    sibling(each).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<Sibling> sibling(Path file) throws IOException {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(new Sibling(file, FileIdentity.of(file)))
                    : Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private static boolean isRotated(Path file, String name) {
        String other = file.getFileName().toString();
        return other.length() > name.length()
                && other.startsWith(name)
                && COMPRESSED.stream().noneMatch(other::endsWith);
    }
}
