package dev.sentinel.transport.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sentinel.transport.store.StoreFault.Kind;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Tells our file from a stranger's without opening it through SQLite, and brings our own into the right mode. */
final class SqliteFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
    private static final int MODE_OFFSET = 18;
    private static final byte WITH_LOG = 2;
    private static final int SCHEMA_COOKIE_OFFSET = 40;
    private static final int ID_OFFSET = 68;
    private static final long CHECKED_WHOLE_BYTES = 64L << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path file;
    private final Schema schema;
    private final SqliteDialect dialect;

    SqliteFile(Path file, Schema schema, SqliteDialect dialect) {
        this.file = file;
        this.schema = schema;
        this.dialect = dialect;
    }

    // Opening a stranger's database would replay its log and so change it: the header is read as plain bytes.
    void mustBeOursOrAbsent() {
        try {
            if (Files.isDirectory(file)) {
                throw dialect.fault(Kind.MISSING, "is a folder", "Name a file inside it in the configuration");
            }
            if (!Files.exists(file)) {
                create();
            }
            try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
                compare(in);
            }
            mustBeWritable();
        } catch (IOException e) {
            throw fault(e);
        }
    }

    // Made before SQLite does, so that nobody else on the machine can read it; its journals inherit the mode.
    private void create() throws IOException {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw dialect.fault(
                    Kind.MISSING,
                    "cannot be made because the folder " + folder + " does not exist",
                    "Create the folder, or correct the address in the configuration");
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Another starter was faster; both go on with the same file.
            return;
        }
    }

    private void compare(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(ID_OFFSET + Integer.BYTES);
        if (header.length == 0 || Files.exists(file.resolveSibling(file.getFileName() + "-journal"))) {
            return;
        }
        if (header.length < ID_OFFSET + Integer.BYTES
                || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw dialect.fault(Kind.FOREIGN, "is not a SQLite database", Remedies.nowDo(Kind.FOREIGN));
        }
        int id = ByteBuffer.wrap(header).getInt(ID_OFFSET);
        boolean isUsed = ByteBuffer.wrap(header).getInt(SCHEMA_COOKIE_OFFSET) != 0 || header[MODE_OFFSET] == WITH_LOG;
        if (id != 0 || isUsed) {
            mustBeOurs(id);
        }
        // Else somebody begins, or was killed when he began: SQLite writes a header before our mark can be in it.
    }

    // SQLite would open a read-only file and let the first write fail.
    private void mustBeWritable() throws IOException {
        Path folder = file.resolveSibling(".");
        if (!Files.isWritable(file) || !Files.isWritable(folder)) {
            Kind kind = Files.getFileStore(folder).isReadOnly() ? Kind.READ_ONLY : Kind.DENIED;
            throw dialect.fault(kind, Remedies.happened(kind), Remedies.nowDo(kind));
        }
    }

    private void mustBeOurs(int id) {
        if (id != schema.applicationId()) {
            throw dialect.fault(
                    Kind.FOREIGN,
                    "belongs to another program (application id " + Integer.toHexString(id) + ")",
                    Remedies.nowDo(Kind.FOREIGN));
        }
    }

    void makeReady(Connection connection, StoreLimits limits) throws SQLException {
        Session session = new Session(connection, dialect, 0);
        Sql sql = session.sql();
        if (pragma(sql, "page_count") == 0) {
            // Only possible before the first table: lets a file shrink again after an outage has filled it.
            sql.execute("pragma auto_vacuum = incremental");
        }
        if (pragma(sql, "application_id") == 0) {
            session.writing(this::mark);
        }
        mustBeOurs((int) pragma(sql, "application_id"));
        useWriteAheadLog(sql);
        sql.query("pragma max_page_count = " + limits.maxBytes() / pragma(sql, "page_size"), row -> 0);
        mustBeWhole(sql);
    }

    // In rollback-journal mode and before anything else: from now on the mark is in the file itself and not in a log.
    private int mark(Sql sql) {
        if (pragma(sql, "application_id") == 0 && pragma(sql, "schema_version") == 0) {
            sql.execute("pragma application_id = " + schema.applicationId());
            sql.execute(Migrations.CREATE_TABLE);
        }
        return 0;
    }

    // SQLite does not wait by itself when two starters switch the mode at once.
    private void useWriteAheadLog(Sql sql) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            try {
                String mode = sql.query("pragma journal_mode = wal", row -> row.text("journal_mode"))
                        .getFirst();
                if (!mode.equals("wal")) {
                    throw dialect.fault(
                            Kind.IO_ERROR,
                            "cannot use a write-ahead log where it is (mode " + mode + ")",
                            "Put it on a local disk");
                }
                return;
            } catch (StoreFault e) {
                if (e.kind() != Kind.BUSY || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    // A large file is not read whole at each start; damage there shows when the page is read.
    private void mustBeWhole(Sql sql) {
        if (pragma(sql, "page_count") * pragma(sql, "page_size") > CHECKED_WHOLE_BYTES) {
            return;
        }
        String verdict = sql.query("pragma quick_check(1)", row -> row.text("quick_check"))
                .getFirst();
        if (!verdict.equals("ok")) {
            throw dialect.fault(
                    Kind.CORRUPT, "is damaged: " + verdict.replace('\n', ' '), Remedies.nowDo(Kind.CORRUPT));
        }
    }

    private static long pragma(Sql sql, String name) {
        return sql.one("pragma " + name, row -> row.number(name)).orElse(0L);
    }

    private StoreFault fault(IOException e) {
        Kind kind = switch (e) {
            case AccessDeniedException denied -> Kind.DENIED;
            case FileSystemException told -> kindOf(String.valueOf(told.getReason()));
            default -> Kind.IO_ERROR;
        };
        return dialect.fault(kind, e);
    }

    private static Kind kindOf(String reason) {
        if (reason.contains("Read-only")) {
            return Kind.READ_ONLY;
        }
        return reason.contains("No space") ? Kind.DISK_FULL : Kind.IO_ERROR;
    }
}
