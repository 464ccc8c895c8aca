package dev.sentinel.transport.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sentinel.transport.store.StoreFault.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFaultsTest {
    private static final String INSERT = "insert into note (id, body) values (?, ?)";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void prepare() {
        file = folder.resolve("sentinel.db");
    }

    private static Store opened(Path file) {
        return opened(file, StoreLimits.defaults());
    }

    private static Store opened(Path file, StoreLimits limits) {
        return Store.open(new StoreConfig.Sqlite(file), TestSchemas.NOTES, limits, Clock.systemUTC());
    }

    private static List<Long> ids(Store store) {
        return store.read(sql -> sql.query("select id from note order by id", row -> row.number("id")));
    }

    private void fill(Path where, int rows) {
        try (Store store = opened(where)) {
            store.writeNow(sql -> sql.batch(
                    INSERT,
                    IntStream.range(0, rows)
                            .mapToObj(id -> List.of(id, "x".repeat(500)))
                            .toList()));
        }
    }

    @Test
    void runs_with_the_settings_that_survive_a_power_cut() {
        try (Store store = opened(file)) {
            long synchronous = store.writeNow(sql -> sql.one("pragma synchronous", row -> row.number("synchronous"))
                    .orElseThrow());
            long foreignKeys = store.writeNow(sql -> sql.one("pragma foreign_keys", row -> row.number("foreign_keys"))
                    .orElseThrow());
            assertThat(synchronous).isEqualTo(2);
            assertThat(foreignKeys).isEqualTo(1);
            assertThat(store.health().durability()).isEqualTo("journal_mode=wal synchronous=full");
            assertThat(store.health().freeBytes()).isPresent();
        }
    }

    @Test
    void nobody_else_on_the_machine_may_read_it() throws IOException {
        try (Store store = opened(file)) {
            store.writeNow(sql -> sql.update(INSERT, 1, "x"));
            for (String name : List.of("sentinel.db", "sentinel.db-wal", "sentinel.db-shm")) {
                assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                        .as(name)
                        .hasSize(2);
            }
        }
    }

    @Test
    void a_missing_folder_is_named() {
        StoreFault fault = Faults.met(() -> opened(folder.resolve("nowhere/sentinel.db")));
        assertThat(fault.kind()).isEqualTo(Kind.MISSING);
        assertThat(fault)
                .hasMessageContaining(folder.resolve("nowhere").toString())
                .hasMessageContaining("Create");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void a_folder_in_place_of_the_file_is_named() {
        StoreFault fault = Faults.met(() -> opened(folder));
        assertThat(fault.kind()).isEqualTo(Kind.MISSING);
        assertThat(fault).hasMessageContaining("is a folder");
    }

    @Test
    void a_text_file_is_left_alone() throws IOException {
        Files.writeString(file, "Dear diary, today I was nearly a database. ".repeat(100));
        byte[] before = Files.readAllBytes(file);
        StoreFault fault = Faults.met(() -> opened(file));
        assertThat(fault.kind()).isEqualTo(Kind.FOREIGN);
        assertThat(fault).hasMessageContaining(file.toString()).hasMessageContaining("not a SQLite database");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void the_database_of_another_program_is_left_alone_even_with_an_open_log() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table song (title text)");
            statement.execute("insert into song values ('not ours')");
            byte[] before = Files.readAllBytes(file);
            byte[] log = Files.readAllBytes(folder.resolve("sentinel.db-wal"));

            StoreFault fault = Faults.met(() -> opened(file));

            assertThat(fault.kind()).isEqualTo(Kind.FOREIGN);
            assertThat(fault).hasMessageContaining("another program");
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
            assertThat(Files.readAllBytes(folder.resolve("sentinel.db-wal"))).isEqualTo(log);
        }
    }

    @Test
    void a_start_that_was_killed_before_its_first_table_is_taken_up_again() throws Exception {
        try (Connection killed = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = killed.createStatement()) {
            statement.execute("pragma auto_vacuum = incremental");
        }
        assertThat(file).isNotEmptyFile();
        try (Store store = opened(file)) {
            long mode = store.read(sql -> sql.one("pragma auto_vacuum", row -> row.number("auto_vacuum"))
                    .orElseThrow());
            assertThat(mode).isEqualTo(2);
        }
        opened(file).close();
    }

    @Test
    void our_own_file_of_another_purpose_is_foreign_too() {
        opened(file).close();
        StoreFault fault = Faults.met(() -> Store.open(
                new StoreConfig.Sqlite(file),
                new Schema(TestSchemas.NOTES.folder(), 0x1234),
                StoreLimits.defaults(),
                Clock.systemUTC()));
        assertThat(fault.kind()).isEqualTo(Kind.FOREIGN);
    }

    @Test
    void a_damaged_file_is_refused_and_not_touched() throws IOException {
        fill(file, 400);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] junk = new byte[8192];
            Arrays.fill(junk, (byte) 0x5a);
            raw.seek(4096 * 4L);
            raw.write(junk);
        }
        byte[] before = Files.readAllBytes(file);
        StoreFault fault = Faults.met(() -> opened(file));
        assertThat(fault.kind()).isEqualTo(Kind.CORRUPT);
        assertThat(fault.isTransient()).isFalse();
        assertThat(fault).hasMessageContaining(file.toString()).hasMessageContaining("restore a backup");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_file_cut_short_is_refused() throws IOException {
        fill(file, 400);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(raw.length() / 2);
        }
        assertThat(Faults.met(() -> opened(file)).kind()).isEqualTo(Kind.CORRUPT);
    }

    @Test
    void a_file_at_its_limit_refuses_and_works_again_once_there_is_room() {
        try (Store store = opened(file, StoreLimits.defaults().withMaxBytes(128 * 1024))) {
            int kept = 0;
            StoreFault fault;
            while (true) {
                int id = kept;
                try {
                    store.writeNow(sql -> sql.update(INSERT, id, "x".repeat(4000)));
                } catch (StoreFault full) {
                    fault = full;
                    break;
                }
                kept++;
            }
            assertThat(fault.kind()).isEqualTo(Kind.DISK_FULL);
            assertThat(fault).hasMessageContaining("no more room").hasMessageContaining("Free space");
            assertThat(ids(store)).hasSize(kept);
            store.writeNow(sql -> sql.update("delete from note where id < 10"));
            store.writeNow(sql -> sql.update(INSERT, 9999, "again"));
            assertThat(ids(store)).contains(9999L);
        }
    }

    @Test
    void a_full_disk_costs_only_the_writes_it_refused() {
        try (SmallDisk disk = SmallDisk.mounted(2)) {
            Path onDisk = disk.folder().resolve("sentinel.db");
            try (Store store = opened(onDisk)) {
                store.writeNow(sql -> sql.update(INSERT, 1, "before"));
                disk.fill();
                StoreFault fault = Faults.met(() -> store.writeNow(sql -> sql.batch(
                        INSERT,
                        IntStream.range(100, 2000)
                                .mapToObj(id -> List.of(id, "x".repeat(1000)))
                                .toList())));
                assertThat(fault.kind()).isEqualTo(Kind.DISK_FULL);
                assertThat(fault.isTransient()).isTrue();
                assertThat(ids(store)).containsExactly(1L);
                disk.free();
                store.writeNow(sql -> sql.update(INSERT, 2, "after"));
            }
            try (Store again = opened(onDisk)) {
                assertThat(ids(again)).containsExactly(1L, 2L);
            }
        }
    }

    @Test
    void a_start_on_a_full_disk_says_so_and_succeeds_later() {
        try (SmallDisk disk = SmallDisk.mounted(1)) {
            disk.fill();
            Path onDisk = disk.folder().resolve("sentinel.db");
            assertThat(Faults.met(() -> opened(onDisk)).kind()).isEqualTo(Kind.DISK_FULL);
            disk.free();
            opened(onDisk).close();
        }
    }

    @Test
    void a_read_only_disk_is_told_apart_and_not_changed() {
        try (SmallDisk disk = SmallDisk.mounted(4)) {
            Path onDisk = disk.folder().resolve("sentinel.db");
            fill(onDisk, 3);
            disk.makeReadOnly();
            StoreFault existing = Faults.met(() -> opened(onDisk));
            StoreFault absent = Faults.met(() -> opened(disk.folder().resolve("new.db")));
            assertThat(existing.kind()).isEqualTo(Kind.READ_ONLY);
            assertThat(existing).hasMessageContaining("is read-only").hasMessageContaining("Make it writable");
            assertThat(absent.kind()).isEqualTo(Kind.READ_ONLY);
        }
    }

    @Test
    void a_folder_without_the_right_to_write_is_denied() throws IOException {
        assumeTrue(
                !"root".equals(System.getProperty("user.name")),
                "root may write everywhere; the read-only disk stands in for it");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assertThat(locked.toFile().setWritable(false)).isTrue();
        assertThat(Faults.met(() -> opened(locked.resolve("sentinel.db"))).kind())
                .isEqualTo(Kind.DENIED);
    }

    @Test
    void a_lock_held_by_another_process_is_busy_and_passes() throws Exception {
        try (Store store = opened(file);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");
            var write = store.write(sql -> sql.update(INSERT, 1, "waits"));
            statement.execute("rollback");
            assertThat(write.join()).isEqualTo(1);
        }
    }
}
