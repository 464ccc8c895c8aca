package dev.sentinel.app.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a configuration file whole and says everything that is wrong with it at once. */
public final class ConfigReader {
    private static final int LARGEST_FILE_BYTES = 256 * 1024;

    private final Surroundings surroundings;

    public ConfigReader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The configuration of somebody who wrote none: embedded broker and store in a local folder. */
    public Loaded defaults() {
        return parse("(defaults)", surroundings.workingFolder(), "");
    }

    public Loaded read(Path file) {
        var name = file.toString();
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(LARGEST_FILE_BYTES + 1);
            if (bytes.length > LARGEST_FILE_BYTES) {
                return unreadable(
                        name,
                        "larger than %d KiB, which is no configuration; check the path"
                                .formatted(LARGEST_FILE_BYTES / 1024));
            }
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            var folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
            return parse(name, folder, text.toString());
        } catch (NoSuchFileException missing) {
            return unreadable(name, "does not exist; check the path, or leave --config out to run with defaults");
        } catch (CharacterCodingException notText) {
            return unreadable(name, "is not UTF-8 text; save it as UTF-8");
        } catch (IOException unreadable) {
            return unreadable(
                    name, "cannot be read (%s); check the path and its owner".formatted(unreadable.getMessage()));
        }
    }

    private static Loaded unreadable(String name, String what) {
        return new Loaded.Invalid(List.of(Problem.ofFile(name, what)));
    }

    private Loaded parse(String name, Path folder, String text) {
        return switch (new YamlText(name).read(text)) {
            case YamlText.Outcome.Unreadable unreadable -> new Loaded.Invalid(List.of(unreadable.problem()));
            case YamlText.Outcome.Mapping mapping -> {
                var document = new Document(name);
                var root = document.root(mapping.node());
                var config = new ConfigTree(folder, surroundings).read(root);
                root.refuseUnknownKeys();
                yield document.finish(config);
            }
        };
    }
}
