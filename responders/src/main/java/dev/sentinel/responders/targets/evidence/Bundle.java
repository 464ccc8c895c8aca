package dev.sentinel.responders.targets.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A folder that is being filled; it gets its name when it is whole. Every file is summed, and no more is kept than there is room for. */
final class Bundle {
    static final String SUMS = "SHA256SUMS";
    private static final int MOST_FILES = 500;
    private static final int LONGEST_NAME = 120;

    private final Path part;
    private final long largest;
    private final StringBuilder sums = new StringBuilder();
    private long size;
    private int files;

    private Bundle(Path part, long largest) {
        this.part = part;
        this.largest = largest;
    }

    /** Begins one; what an attempt before left half-way is thrown away. */
    static Bundle begin(Path folder, String name, long largest) throws IOException {
        Path part = folder.resolve("." + name + ".part");
        if (Files.exists(part)) {
            try (Stream<Path> old = Files.list(part)) {
                for (Path each : old.toList()) {
                    Files.delete(each);
                }
            }
        }
        Files.createDirectories(part);
        return new Bundle(part, largest);
    }

    /** What may be the name of a file: never a path, whatever the world called the thing. */
    static String safe(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9-]+", ".").replaceAll("^\\.+|\\.+$", "");
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
    }

    /** Keeps as much of it as there is room for; says whether that was all. */
    boolean add(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int kept = (int) Math.min(bytes.length, largest - size);
        if (files >= MOST_FILES || (kept == 0 && bytes.length > 0)) {
            return false;
        }
        files++;
        size += kept;
        String file = "%03d-%s".formatted(files, safe(name));
        MessageDigest sum = sha256();
        sum.update(bytes, 0, kept);
        try (OutputStream out = Files.newOutputStream(part.resolve(file), StandardOpenOption.CREATE_NEW)) {
            out.write(bytes, 0, kept);
        }
        sums.append(HexFormat.of().formatHex(sum.digest()))
                .append("  ")
                .append(file)
                .append('\n');
        return kept == bytes.length;
    }

    int files() {
        return files;
    }

    long size() {
        return size;
    }

    /** It is whole. */
    void end(Path bundle) throws IOException {
        Files.writeString(part.resolve(SUMS), sums, StandardOpenOption.CREATE_NEW);
        Files.move(part, bundle, StandardCopyOption.ATOMIC_MOVE);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
