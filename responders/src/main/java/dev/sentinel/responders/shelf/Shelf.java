package dev.sentinel.responders.shelf;

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

/** The texts of runbooks with their tests, and of policies. */
public final class Shelf {
    static final int MOST_FILES = 500;
    private static final int MOST_BYTES = 256 << 10;
    private static final String RUNBOOKS = "/dev/sentinel/responders/runbooks/";
    private static final String POLICY = "/dev/sentinel/responders/policy/default.yaml";

    private Shelf() {}

    /** A folder or file that cannot be used as a whole; it says why. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    /** The runbooks of the program and their tests, by file name. */
    public static SortedMap<String, String> shippedRunbooks() {
        SortedMap<String, String> texts = new TreeMap<>();
        resource(RUNBOOKS + "list").lines().filter(each -> !each.isBlank()).forEach(name -> {
            for (String file : List.of(name + ".yaml", name + ".tests.yaml")) {
                texts.put(file, resource(RUNBOOKS + file));
            }
        });
        return texts;
    }

    /** The policy that is in force when there is no other. */
    public static String shippedPolicy() {
        return resource(POLICY);
    }

    private static String resource(String name) {
        try (InputStream stream = Shelf.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                return String.join("\n", reader.lines().toList()) + "\n";
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The runbooks and tests of a folder, by path, so that a message about one says where it is. */
    public static SortedMap<String, String> folder(Path folder) throws Unreadable {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files =
                    all.filter(Shelf::isYaml).limit(MOST_FILES + 1L).sorted().toList();
            if (files.size() > MOST_FILES) {
                throw new Unreadable("%s holds more than %d files; move some away".formatted(folder, MOST_FILES));
            }
            SortedMap<String, String> texts = new TreeMap<>();
            for (Path file : files) {
                texts.put(file.toString(), file(file));
            }
            return texts;
        } catch (IOException | UncheckedIOException e) {
            throw new Unreadable("%s cannot be read (%s); check its name and permissions"
                    .formatted(folder, Optional.ofNullable(e.getMessage()).orElse(e.toString())));
        }
    }

    /** One file, as a policy is. */
    public static String file(Path file) throws Unreadable {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new Unreadable("%s is larger than %d KiB".formatted(file, MOST_BYTES >> 10));
            }
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            throw new Unreadable("%s cannot be read (%s); check its name and permissions"
                    .formatted(file, Optional.ofNullable(e.getMessage()).orElse(e.toString())));
        }
    }

    /** The shipped ones and a folder's; a file of the folder takes the place of the shipped one of the same name. */
    public static SortedMap<String, String> together(SortedMap<String, String> shipped, SortedMap<String, String> own) {
        SortedMap<String, String> all = new TreeMap<>(shipped);
        own.keySet().forEach(path -> all.remove(path.substring(path.lastIndexOf('/') + 1)));
        all.putAll(own);
        return all;
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") && !name.startsWith(".");
    }
}
