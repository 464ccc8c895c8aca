package dev.sentinel.transport.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinel.transport.store.StoreFault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Brings a database to the schema of this program, one numbered SQL file after the other, all in one transaction. */
final class Migrations {
    static final String TABLE = "sentinel_migration";
    static final String CREATE_TABLE = "create table " + TABLE
            + " (version bigint primary key, name text not null, checksum text not null, applied_at bigint not null)";

    private final List<Migration> known;
    private final Dialect dialect;

    private record Migration(int version, String name, String text) {
        String checksum() {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256", e);
            }
        }
    }

    private record Applied(long version, String name, String checksum) {}

    private Migrations(List<Migration> known, Dialect dialect) {
        this.known = List.copyOf(known);
        this.dialect = dialect;
    }

    static Migrations of(Schema schema, Dialect dialect) {
        List<Migration> known = new ArrayList<>();
        for (String name : resource(schema.folder() + "/list").lines().toList()) {
            int version = Integer.parseInt(name.substring(0, 4));
            if (version != known.size() + 1) {
                throw new IllegalStateException("Migration " + name + " is out of order in " + schema.folder());
            }
            known.add(new Migration(version, name, resource(schema.folder() + "/" + name)));
        }
        return new Migrations(known, dialect);
    }

    int version() {
        return known.size();
    }

    /** Applies what is missing; the caller's transaction holds it together. */
    int apply(Sql sql) {
        dialect.waitForOtherMigrators(sql);
        if (!dialect.hasTable(sql, TABLE)) {
            if (dialect.hasForeignTables(sql)) {
                throw dialect.fault(Kind.FOREIGN, "holds tables of another program", Remedies.nowDo(Kind.FOREIGN));
            }
            sql.execute(CREATE_TABLE);
        }
        List<Applied> applied = sql.query(
                "select version, name, checksum from " + TABLE + " order by version",
                row -> new Applied(row.number("version"), row.text("name"), row.text("checksum")));
        mustBeOurPast(applied);
        for (Migration next : known.subList(applied.size(), known.size())) {
            apply(sql, next);
        }
        return known.size() - applied.size();
    }

    private void mustBeOurPast(List<Applied> applied) {
        if (applied.size() > known.size()) {
            throw dialect.fault(
                    Kind.NEWER_SCHEMA,
                    "was written by a newer Sentinel (schema " + applied.size() + ", this one knows " + known.size()
                            + ")",
                    Remedies.nowDo(Kind.NEWER_SCHEMA));
        }
        for (int i = 0; i < applied.size(); i++) {
            if (!applied.get(i).checksum().equals(known.get(i).checksum())) {
                throw dialect.fault(
                        Kind.CHANGED_SCHEMA,
                        "was made by a different build: its migration "
                                + applied.get(i).name() + " differs",
                        Remedies.nowDo(Kind.CHANGED_SCHEMA));
            }
        }
    }

    private void apply(Sql sql, Migration migration) {
        for (String statement : dialect.translate(migration.text()).split(";\\s*(\\n|$)", -1)) {
            if (!statement.isBlank()) {
                sql.execute(statement);
            }
        }
        sql.update(
                "insert into " + TABLE + " (version, name, checksum, applied_at) values (?, ?, ?, ?)",
                migration.version(),
                migration.name(),
                migration.checksum(),
                sql.now());
    }

    private static String resource(String path) {
        try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its resource " + path);
            }
            return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
