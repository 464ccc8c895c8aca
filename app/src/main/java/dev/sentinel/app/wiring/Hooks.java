package dev.sentinel.app.wiring;

import dev.sentinel.app.config.CollectorsConfig.Webhook;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.collectors.webhook.Mappings;
import dev.sentinel.collectors.webhook.SentEvents;
import dev.sentinel.collectors.webhook.edge.WebhookCollector;
import dev.sentinel.proto.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeSet;

/** The ways in that are configured, with the mappings that people wrote. */
final class Hooks {
    private static final int MOST_FILES = 100;
    private static final int LARGEST_FILE = 512 << 10;

    private Hooks() {}

    static WebhookCollector of(Webhook config) throws CannotStart {
        if (config.hooks().isEmpty()) {
            throw CollectorSet.lacking("webhook", "write collectors.webhook.hooks with a name and a sender each");
        }
        Mappings mappings = config.mappings().isEmpty()
                ? Mappings.none()
                : checked(read(config.mappings().get()));
        return new WebhookCollector(config.hooks(), mappings, new SentEvents(new Contract()));
    }

    private static Mappings checked(SequencedMap<String, String> files) throws CannotStart {
        return switch (Mappings.load(files)) {
            case Mappings.Loaded.Good good -> good.mappings();
            case Mappings.Loaded.Bad bad ->
                throw CollectorSet.lacking(
                        "webhook",
                        "its mappings have faults:\n  "
                                + String.join(
                                        "\n  ",
                                        bad.faults().stream()
                                                .map(Object::toString)
                                                .toList()));
        };
    }

    private static SequencedMap<String, String> read(Path folder) throws CannotStart {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            var sorted = new TreeSet<Path>();
            files.forEach(sorted::add);
            for (Path file : sorted) {
                try (InputStream in = Files.newInputStream(file)) {
                    byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
                    if (bytes.length > LARGEST_FILE || texts.size() == MOST_FILES) {
                        throw CollectorSet.lacking(
                                "webhook",
                                "%s: at most %d files of %d KiB each".formatted(file, MOST_FILES, LARGEST_FILE >> 10));
                    }
                    texts.put(file.toString(), new String(bytes, StandardCharsets.UTF_8));
                }
            }
            return texts;
        } catch (IOException | DirectoryIteratorException e) {
            throw CollectorSet.lacking(
                    "webhook",
                    "the folder of its mappings cannot be read (%s); check the path and its owner".formatted(e));
        }
    }
}
