package dev.sentinel.app.demo;

import dev.sentinel.app.demo.Verdict.Proof;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When each act of each runbook was last seen to work: a file of lines, tabs between the words, written in one piece. */
public final class DrillBook {
    static final int LARGEST_BYTES = 1 << 20;
    static final int MOST = 2_000;

    private static final Comparator<Proof> ORDER =
            Comparator.comparing(Proof::runbook).thenComparing(Proof::act);

    private final Path file;

    /** A line. */
    public record Entry(Proof proof, Instant at, String scenario) {}

    public DrillBook(Path file) {
        this.file = file;
    }

    /** By runbook and act; empty when nothing was proven yet. */
    public List<Entry> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        if (Files.size(file) > LARGEST_BYTES) {
            throw new IOException("%s is larger than a book of drills gets".formatted(file));
        }
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                entries.add(entry(line));
            }
        } catch (CharacterCodingException e) {
            throw new IOException("%s is no text in UTF-8, so it is no book of drills".formatted(file), e);
        }
        return entries;
    }

    private Entry entry(String line) throws IOException {
        String[] words = line.split("\t", -1);
        try {
            if (words.length == 4) {
                return new Entry(new Proof(words[0], words[1]), Instant.parse(words[2]), words[3]);
            }
        } catch (DateTimeException e) {
            throw new IOException("%s has a line with no time in it: %s".formatted(file, line), e);
        }
        throw new IOException("%s has a line that is none of a book of drills: %s".formatted(file, line));
    }

    /** What was proven just now takes the place of what was known about it. */
    public void record(Collection<Proof> proven, Instant at, String scenario) throws IOException {
        Map<Proof, Entry> known = new TreeMap<>(ORDER);
        read().forEach(each -> known.put(each.proof(), each));
        proven.forEach(each -> known.put(each, new Entry(each, at, scenario)));
        if (known.size() > MOST) {
            throw new IOException("%s would have more than %d lines".formatted(file, MOST));
        }
        Path whole = file.toAbsolutePath();
        Path folder = Files.createDirectories(whole.resolveSibling("").normalize());
        Path written = Files.createTempFile(folder, "drills", "");
        Files.write(
                written,
                known.values().stream()
                        .map(each -> String.join(
                                "\t",
                                each.proof().runbook(),
                                each.proof().act(),
                                each.at().toString(),
                                each.scenario()))
                        .toList());
        Path unused = Files.move(written, whole, StandardCopyOption.ATOMIC_MOVE);
    }
}
