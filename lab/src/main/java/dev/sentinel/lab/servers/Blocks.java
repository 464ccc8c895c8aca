package dev.sentinel.lab.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.lab.world.IoError;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The blocks of a Prometheus: a folder each, of which the lab fills in {@code meta.json} and the headers of the rest. */
final class Blocks {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int INDEX_MAGIC = 0xBAAAD700;
    private static final int CHUNKS_MAGIC = 0x85BD40DD;
    private static final int TOMBSTONES_MAGIC = 0x0130BA30;

    /** What one block covers, in milliseconds. */
    record Block(String ulid, long minTime, long maxTime) {}

    /** A block that cannot be read. */
    static final class Corrupted extends Exception {
        private static final long serialVersionUID = 1L;

        Corrupted(String message) {
            super(message);
        }
    }

    private final VolumeFiles files;
    private final String folder;

    Blocks(VolumeFiles files, String folder) {
        this.files = files;
        this.folder = folder;
    }

    List<Block> all() throws Corrupted {
        List<Block> blocks = new ArrayList<>();
        for (VolumeFiles.Entry entry : files.list(folder)) {
            if (entry.folder() && Ulid.is(entry.name())) {
                blocks.add(read(entry.name()));
            }
        }
        return blocks;
    }

    Block write(World world, Instant at, long minTime, long maxTime) {
        String ulid = Ulid.of(at, world.dice());
        long samples = (maxTime - minTime) / 15_000 * Scrapes.SERIES;
        JsonNode meta = Tree.of(
                "ulid",
                ulid,
                "minTime",
                minTime,
                "maxTime",
                maxTime,
                "stats",
                Tree.of(
                        "numSamples",
                        samples,
                        "numSeries",
                        Scrapes.SERIES,
                        "numChunks",
                        Math.max(Scrapes.SERIES, samples / 120)),
                "compaction",
                Tree.of("level", 1, "sources", Tree.list(ulid)),
                "version",
                1);
        String own = folder + "/" + ulid;
        files.write(own + "/chunks/000001", header(CHUNKS_MAGIC, 1, 8));
        files.write(own + "/index", header(INDEX_MAGIC, 2, 5));
        files.write(own + "/tombstones", header(TOMBSTONES_MAGIC, 1, 9));
        files.write(own + "/meta.json", meta.toPrettyString().getBytes(StandardCharsets.UTF_8));
        return new Block(ulid, minTime, maxTime);
    }

    /** A magic number, a version and emptiness. */
    static byte[] header(int magic, int version, int length) {
        return ByteBuffer.allocate(length).putInt(magic).put((byte) version).array();
    }

    private Block read(String ulid) throws Corrupted {
        String path = folder + "/" + ulid + "/meta.json";
        try {
            JsonNode meta = MAPPER.readTree(files.read(path));
            return new Block(ulid, Tree.number(meta, 0, "minTime"), Tree.number(meta, 0, "maxTime"));
        } catch (IoError e) {
            throw new Corrupted(
                    "corrupted block %s: open /prometheus/%s/meta.json: %s".formatted(ulid, ulid, e.errno()));
        } catch (JsonProcessingException e) {
            throw new Corrupted("corrupted block %s: %s".formatted(ulid, e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
