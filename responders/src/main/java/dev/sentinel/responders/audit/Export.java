package dev.sentinel.responders.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The log as JSON lines, which can be verified again where they are read. */
public final class Export {

    private Export() {}

    public static void write(Store store, AuditLog log, Appendable out) throws IOException {
        try {
            log.walk(store, entry -> line(entry, out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void line(AuditEntry entry, Appendable out) {
        try {
            out.append(JsonFormat.printer().omittingInsignificantWhitespace().print(entry))
                    .append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line of an export; what is none fits nowhere in the log. */
    public static AuditEntry read(String line) {
        AuditEntry.Builder entry = AuditEntry.newBuilder();
        try {
            JsonFormat.parser().merge(line, entry);
            return entry.build();
        } catch (InvalidProtocolBufferException e) {
            return AuditEntry.getDefaultInstance();
        }
    }
}
