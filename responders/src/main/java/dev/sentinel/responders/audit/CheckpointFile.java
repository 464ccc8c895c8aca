package dev.sentinel.responders.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.v1.AuditCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Checkpoints in a second place, one JSON object a line; the file belongs on another disk than the store. */
public record CheckpointFile(Path path) {

    /** Adds one, on the disk when this returns. */
    void add(AuditCheckpoint checkpoint) {
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            String line = JsonFormat.printer().omittingInsignificantWhitespace().print(checkpoint) + "\n";
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
        } catch (IOException e) {
            throw new AuditFault("Cannot write the audit's checkpoints to " + path + ": " + e.getMessage(), e);
        }
    }

    /** All of them; none when there is no file yet. */
    public List<AuditCheckpoint> read() {
        if (!Files.exists(path)) {
            return List.of();
        }
        List<AuditCheckpoint> checkpoints = new ArrayList<>();
        try (var lines = Files.lines(path, StandardCharsets.UTF_8)) {
            lines.filter(line -> !line.isBlank()).forEach(line -> checkpoints.add(parsed(line)));
        } catch (IOException e) {
            throw new AuditFault("Cannot read the audit's checkpoints from " + path + ": " + e.getMessage(), e);
        }
        return checkpoints;
    }

    // A line that nobody can read is a checkpoint that nobody signed.
    private static AuditCheckpoint parsed(String line) {
        AuditCheckpoint.Builder checkpoint = AuditCheckpoint.newBuilder();
        try {
            JsonFormat.parser().merge(line, checkpoint);
            return checkpoint.build();
        } catch (InvalidProtocolBufferException e) {
            return AuditCheckpoint.getDefaultInstance();
        }
    }
}
