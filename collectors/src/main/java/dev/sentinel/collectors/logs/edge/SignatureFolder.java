package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.ShippedSignatures;
import dev.sentinel.collectors.logs.Signatures;
import dev.sentinel.collectors.rules.Fault;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The shipped signatures and those a user put into a folder. A file with a fault is refused as a whole, the others work; files
 * that were changed are read again. Safe for all threads.
 */
public final class SignatureFolder {
    private static final int MOST_FILES = 100;
    private static final int LARGEST = 512 * 1024;
    private static final int MOST_NAMED = 5;

    private final Optional<Path> folder;
    private SequencedMap<String, String> texts = new LinkedHashMap<>();
    private boolean unreadable;
    private final Signatures shipped;
    private volatile Signatures inUse;
    private volatile List<String> faults = List.of();

    private SignatureFolder(Optional<Path> folder) {
        this.folder = folder;
        this.shipped = switch (Signatures.load(ShippedSignatures.texts())) {
            case Signatures.Loaded.Good good -> good.signatures();
            case Signatures.Loaded.Bad bad ->
                throw new IllegalStateException(
                        "the signatures in this program are damaged; install it again: " + bad.faults());
        };
        this.inUse = shipped;
    }

    /** Without a folder there are the shipped ones only. Never fails for what a user wrote: see {@link #faults}. */
    public static SignatureFolder open(Optional<Path> folder) {
        SignatureFolder opened = new SignatureFolder(folder);
        opened.refresh();
        return opened;
    }

    /** Those that work now. */
    Signatures inUse() {
        return inUse;
    }

    /** What is wrong with files of the user, each with its file and line. */
    public List<String> faults() {
        return faults;
    }

    /** Reads the folder again, if something in it is different. */
    synchronized void refresh() {
        if (folder.isEmpty()) {
            return;
        }
        List<String> found = new ArrayList<>();
        SequencedMap<String, String> now = read(folder.get(), found);
        if (now.equals(texts) && found.isEmpty() && !unreadable) {
            return;
        }
        unreadable = !found.isEmpty();
        texts = now;
        SequencedMap<String, String> good = ShippedSignatures.texts();
        Signatures best = shipped;
        for (Map.Entry<String, String> file : now.entrySet()) {
            // Each is tried together with all that were good before it, so that one id has one home.
            SequencedMap<String, String> tried = new LinkedHashMap<>(good);
            tried.put(file.getKey(), file.getValue());
            switch (Signatures.load(tried)) {
                case Signatures.Loaded.Good better -> {
                    good = tried;
                    best = better.signatures();
                }
                case Signatures.Loaded.Bad bad ->
                    bad.faults().stream().map(Fault::toString).limit(MOST_NAMED).forEach(found::add);
            }
        }
        inUse = best;
        faults = List.copyOf(found);
    }

    private static SequencedMap<String, String> read(Path folder, List<String> faults) {
        SequencedMap<String, String> read = new LinkedHashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
            TreeSet<Path> sorted = new TreeSet<>();
            files.forEach(sorted::add);
            if (sorted.size() > MOST_FILES) {
                faults.add("%s: %d files; the first %d are read".formatted(folder, sorted.size(), MOST_FILES));
            }
            for (Path file : sorted.stream().limit(MOST_FILES).toList()) {
                read(file, read, faults);
            }
        } catch (IOException e) {
            faults.add("the folder of signatures %s cannot be read: %s".formatted(folder, e));
        }
        return read;
    }

    private static void read(Path file, SequencedMap<String, String> read, List<String> faults) {
        try {
            if (Files.size(file) > LARGEST) {
                faults.add("%s: is larger than %d KiB; split it".formatted(file, LARGEST / 1024));
            } else {
                read.put(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            faults.add("%s: cannot be read: %s".formatted(file, e));
        }
    }

    /** One look that says in a collector's health what is wrong with the files. */
    void look() throws Unreachable {
        refresh();
        if (!faults.isEmpty()) {
            throw Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER, said());
        }
    }

    private String said() {
        return "refused: "
                + faults.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))
                + (faults.size() > MOST_NAMED ? "; and %d more".formatted(faults.size() - MOST_NAMED) : "");
    }

    Check check() {
        refresh();
        return faults.isEmpty()
                ? Check.readable(
                        "signatures",
                        "%d signatures%s"
                                .formatted(
                                        inUse.ids().size(),
                                        folder.map(each -> ", those in " + each + " included")
                                                .orElse("")))
                : Check.noteworthy("signatures", said() + "; correct the files, the others are in use");
    }
}
