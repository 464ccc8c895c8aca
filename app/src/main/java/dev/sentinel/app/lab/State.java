package dev.sentinel.app.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** How a running lab is found: where its doors are, and the token that opens the one through which it is changed. */
record State(long pid, URI api, URI longhorn, URI control, String token) {

    private static final String FILE = "lab.json";

    /** Written in one piece, for the owner only: whoever reads it may change the lab. */
    void write(Path folder) throws IOException {
        var tree = new ObjectMapper().createObjectNode();
        tree.put("pid", pid);
        tree.put("api", api.toString());
        tree.put("longhorn", longhorn.toString());
        tree.put("control", control.toString());
        tree.put("token", token);
        Path written = Files.createTempFile(
                folder, FILE, "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, tree.toPrettyString() + "\n");
        Files.move(written, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** None when no lab was started there, or it has stopped since. */
    static Optional<State> read(Path folder) throws IOException {
        try {
            JsonNode tree = new ObjectMapper().readTree(Files.readString(folder.resolve(FILE)));
            return Optional.of(new State(
                    tree.path("pid").asLong(),
                    URI.create(tree.path("api").asText()),
                    URI.create(tree.path("longhorn").asText()),
                    URI.create(tree.path("control").asText()),
                    tree.path("token").asText()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("%s is not what a lab writes".formatted(folder.resolve(FILE)), e);
        }
    }

    static void remove(Path folder) throws IOException {
        boolean unused = Files.deleteIfExists(folder.resolve(FILE));
    }
}
