package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Envelope;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.machine.HostRoot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the files that are to be read and says whose they are. */
final class FileFinder {
    private final FileSettings settings;
    private final HostRoot root;
    private int leftOut;
    private final List<IOException> troubles = new ArrayList<>();

    /**
     * A log.
     *
     * @param path as it was found, before links are followed
     * @param envelope none where each line shows it
     */
    record Found(Path path, Optional<Envelope> envelope, Origin origin) {}

    FileFinder(FileSettings settings) {
        this.settings = settings;
        this.root = new HostRoot(settings.root());
    }

    /** All of them, by path, in the order of the settings; at most as many as are allowed. */
    Map<Path, Found> find() {
        Map<Path, Found> found = new LinkedHashMap<>();
        leftOut = 0;
        troubles.clear();
        for (FileSettings.Watched each : settings.files()) {
            for (Path path : expand(each.glob())) {
                if (!found.containsKey(path)) {
                    found(path, each).ifPresent(one -> add(found, one));
                }
            }
        }
        return found;
    }

    /** Files that are not read because there are too many. */
    int leftOut() {
        return leftOut;
    }

    /** Folders that could not be listed. */
    List<IOException> troubles() {
        return List.copyOf(troubles);
    }

    private void add(Map<Path, Found> found, Found one) {
        if (found.size() >= settings.mostFiles()) {
            leftOut++;
        } else {
            found.put(one.path(), one);
        }
    }

    private Optional<Found> found(Path path, FileSettings.Watched watched) {
        return switch (watched) {
            case FileSettings.Pods pods ->
                PodFileName.of(path)
                        .flatMap(settings.whose()::of)
                        .map(origin -> new Found(path, Optional.empty(), origin));
            case FileSettings.Plain plain ->
                Optional.of(new Found(path, Optional.of(plain.envelope()), plain.origin()));
        };
    }

    private List<Path> expand(String glob) {
        List<Path> places = List.of(root.path());
        for (Path step : Path.of(glob)) {
            String name = step.toString();
            List<Path> next = new ArrayList<>();
            for (Path place : places) {
                if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
                    next.add(place.resolve(name));
                } else {
                    next.addAll(list(place, name));
                }
            }
            places = next;
        }
        return places.stream()
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private List<Path> list(Path folder, String name) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, each -> matcher.matches(each.getFileName()))) {
            for (Path each : entries) {
                if (found.size() >= settings.mostFiles()) {
                    leftOut++;
                } else {
                    found.add(each);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException absent) {
            // Nothing was written yet.
        } catch (IOException e) {
            troubles.add(e);
        }
        return found;
    }
}
