package dev.sentinel.collectors.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The signatures that come with the program, as texts beside its classes. */
public final class ShippedSignatures {
    private static final List<String> FILES = List.of(
            "prometheus.yaml",
            "loki.yaml",
            "victoria.yaml",
            "thanos.yaml",
            "longhorn-engine.yaml",
            "longhorn-manager.yaml",
            "alertmanager.yaml",
            "etcd.yaml",
            "multipathd.yaml");

    private ShippedSignatures() {}

    /** The files by name. */
    public static SequencedMap<String, String> texts() {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        FILES.forEach(name -> texts.put(name, text("signatures/" + name)));
        return texts;
    }

    private static String text(String resource) {
        try (InputStream stream = ShippedSignatures.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not in this program; its jar is damaged");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read from this program's jar", e);
        }
    }
}
