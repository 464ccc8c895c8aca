package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A JSON object, compressed. */
final class Bytes {
    private static final JsonMapper JSON = new JsonMapper();

    private final byte[] packed;

    private Bytes(byte[] packed) {
        this.packed = packed;
    }

    static Bytes of(JsonNode object) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream(1024);
            try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
                JSON.writeValue(out, object);
            }
            return new Bytes(packed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("an object that cannot be written", e);
        } finally {
            deflater.end();
        }
    }

    JsonNode open() {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("what was packed here cannot be read", e);
        }
    }

    int size() {
        return packed.length;
    }
}
