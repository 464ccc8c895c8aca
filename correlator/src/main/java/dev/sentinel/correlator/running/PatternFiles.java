package dev.sentinel.correlator.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The texts of patterns: those that ship in the program, and those of a folder. */
public final class PatternFiles {

    private static final String SHIPPED = "/dev/sentinel/correlator/patterns/";
    private static final int MOST_FILES = 500;
    private static final int MOST_BYTES = 256 << 10;

    private PatternFiles() {}

    /** A folder is only looked at as a whole; what is wrong with it is told. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    public static SortedMap<String, String> shipped() {
        SortedMap<String, String> texts = new TreeMap<>();
        try (BufferedReader list = resource("list")) {
            for (String line : list.lines().filter(each -> !each.isBlank()).toList()) {
                String name = line.endsWith(".yaml") ? line : line + ".yaml";
                try (BufferedReader text = resource(name)) {
                    texts.put(name, String.join("\n", text.lines().toList()) + "\n");
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader resource(String name) {
        InputStream stream = PatternFiles.class.getResourceAsStream(SHIPPED + name);
        if (stream == null) {
            throw new IllegalStateException("the program lacks its patterns: no " + SHIPPED + name);
        }
        return new BufferedReader(new InputStreamReader(stream, UTF_8));
    }

    /** By path, so that a message about one says where it is. */
    static SortedMap<String, String> of(Path folder) throws Unreadable {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(PatternFiles::isPattern)
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new Unreadable("%s holds more than %d patterns; move some away".formatted(folder, MOST_FILES));
            }
            SortedMap<String, String> texts = new TreeMap<>();
            for (Path file : files) {
                texts.put(file.toString(), text(file));
            }
            return texts;
        } catch (IOException | UncheckedIOException e) {
            throw new Unreadable("%s cannot be read (%s); check patterns.dir and its permissions"
                    .formatted(folder, Optional.ofNullable(e.getMessage()).orElse(e.toString())));
        }
    }

    /** The shipped ones and a folder's; a file of the folder takes the place of the shipped one of the same name. */
    static SortedMap<String, String> together(SortedMap<String, String> shipped, SortedMap<String, String> own) {
        SortedMap<String, String> all = new TreeMap<>(shipped);
        own.keySet().forEach(path -> all.remove(path.substring(path.lastIndexOf('/') + 1)));
        all.putAll(own);
        return all;
    }

    private static boolean isPattern(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") && !name.endsWith(".tests.yaml") && !name.startsWith(".");
    }

    private static String text(Path file) throws IOException, Unreadable {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Unreadable("%s is larger than %d KiB".formatted(file, MOST_BYTES >> 10));
            }
            return new String(bytes, UTF_8);
        }
    }
}
