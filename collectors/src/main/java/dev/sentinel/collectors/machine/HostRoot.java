package dev.sentinel.collectors.machine;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of the machine begin: "/" on the machine itself, "/host" in a container that has it mounted there.
 *
 * @param path an existing folder
 */
public record HostRoot(Path path) {
    private static final int MOST_LINKS = 16;

    public HostRoot {
        path = path.toAbsolutePath().normalize();
    }

    /** Where a file of the machine is found from here; a path cannot lead out of the root. */
    public Path at(String absolute) {
        Path inside = path.resolve("." + "/" + absolute).normalize();
        return inside.startsWith(path) ? inside : path;
    }

    /** What the machine calls a file that was found from here. */
    public String named(Path found) {
        return "/" + path.relativize(found);
    }

    /** The file behind links, which mean paths of the machine and not of the container. */
    public Path real(Path link) throws IOException {
        Path place = link;
        for (int i = 0; i < MOST_LINKS; i++) {
            if (!Files.isSymbolicLink(place)) {
                return place;
            }
            Path target = Files.readSymbolicLink(place);
            place = target.isAbsolute()
                    ? at(target.toString())
                    : place.resolveSibling(target).normalize();
        }
        throw new FileSystemException(link.toString(), null, "more than %d links in a row".formatted(MOST_LINKS));
    }
}
