package dev.sentinel.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The texts of patterns and their tests: those that ship in the program, and those of a folder. */
final class PatternsSource {
    static final String TESTS = ".tests.yaml";

    private static final String YAML = ".yaml";
    private static final String SHIPPED = "/dev/sentinel/correlator/patterns/";
    private static final int MOST_FILES = 1_000;
    private static final int MOST_BYTES = 1 << 20;

    private PatternsSource() {}

    /** What ships, by file name. */
    static SortedMap<String, String> shipped() {
        var texts = new TreeMap<String, String>();
        // A jar cannot be listed, so the patterns are named in a file beside them.
        for (var name : resource("list").lines().filter(line -> !line.isBlank()).toList()) {
            texts.put(name, resource(name));
            var tests = testsOf(name);
            texts.put(tests, resource(tests));
        }
        return texts;
    }

    static String testsOf(String pattern) {
        return pattern.substring(0, pattern.length() - YAML.length()) + TESTS;
    }

    private static String resource(String name) {
        try (InputStream stream = PatternSet.class.getResourceAsStream(SHIPPED + name)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its patterns: no " + SHIPPED + name);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What is in a folder, by path, so that a message about a file says where it is. */
    static SortedMap<String, String> of(Path folder) {
        try (var all = Files.list(folder)) {
            var files = all.filter(file -> file.toString().endsWith(YAML))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MOST_FILES) {
                throw new CommandFailure(
                        ExitCode.USAGE, "%s holds more than %d files; move some away".formatted(folder, MOST_FILES));
            }
            var texts = new TreeMap<String, String>();
            for (var file : files) {
                texts.put(file.toString(), text(file));
            }
            return texts;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "the folder %s cannot be read (%s); check the path and its permissions"
                            .formatted(folder, unreadable));
        }
    }

    private static String text(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new CommandFailure(
                        ExitCode.USAGE, "%s is larger than %d KiB; no pattern is".formatted(file, MOST_BYTES >> 10));
            }
            return new String(bytes, UTF_8);
        }
    }

    /** A file by itself, or the files of a folder. */
    static SortedMap<String, String> at(Path path) {
        if (Files.isDirectory(path)) {
            return of(path);
        }
        try {
            return new TreeMap<>(Map.of(path.toString(), text(path)));
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "%s cannot be read (%s); check the path and its permissions".formatted(path, unreadable));
        }
    }

    /** What ships together with a folder; a file of the folder takes the place of the shipped one of the same name. */
    static SortedMap<String, String> together(SortedMap<String, String> own) {
        var all = shipped();
        own.keySet().forEach(path -> all.remove(String.valueOf(Path.of(path).getFileName())));
        all.putAll(own);
        return all;
    }

    /** The patterns among the texts, or a failure that lists everything wrong with them. */
    static PatternSet read(SortedMap<String, String> texts) {
        return switch (PatternSet.read(texts)) {
            case PatternSet.Outcome.Good good -> good.set();
            case PatternSet.Outcome.Bad bad -> throw told(bad.problems());
        };
    }

    static CommandFailure told(Collection<Problem> problems) {
        var count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
        return new CommandFailure(
                ExitCode.USAGE,
                List.copyOf(problems).stream()
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n  ", "the patterns have %s:\n  ".formatted(count), "")));
    }
}
