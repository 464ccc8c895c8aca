package dev.sentinel.transport.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.transport.store.StoreFault.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class SchemaTest {
    @TempDir
    Path folder;

    private final Database database;
    private StoreConfig config;

    SchemaTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() {
        config = database.fresh(folder);
    }

    private Store opened(Schema schema) {
        return Store.open(config, schema, StoreLimits.defaults(), Clock.systemUTC());
    }

    @Test
    void brings_an_older_database_forward_and_keeps_its_rows() {
        try (Store before = opened(TestSchemas.NOTES_BEFORE)) {
            before.writeNow(sql -> sql.update("insert into note (id, body) values (1, 'kept')"));
        }
        try (Store after = opened(TestSchemas.NOTES)) {
            after.writeNow(sql -> sql.update("insert into numbered (body) values ('new')"));
            List<String> kept = after.read(sql -> sql.query("select body from note", row -> row.text("body")));
            assertThat(kept).containsExactly("kept");
            assertThat(after.health().schemaVersion()).isEqualTo(2);
        }
    }

    @Test
    void refuses_a_database_of_a_newer_program_and_leaves_it_as_it_is() {
        opened(TestSchemas.NOTES).close();
        StoreFault fault = Faults.met(() -> opened(TestSchemas.NOTES_BEFORE));
        assertThat(fault.kind()).isEqualTo(Kind.NEWER_SCHEMA);
        assertThat(fault).hasMessageContaining("schema 2, this one knows 1").hasMessageContaining("Start the newer");
        opened(TestSchemas.NOTES).close();
    }

    @Test
    void refuses_a_database_whose_past_differs() {
        opened(TestSchemas.NOTES_BEFORE).close();
        StoreFault fault = Faults.met(() -> opened(TestSchemas.NOTES_CHANGED));
        assertThat(fault.kind()).isEqualTo(Kind.CHANGED_SCHEMA);
        assertThat(fault).hasMessageContaining("0001-note.sql");
    }

    @Test
    void a_migration_that_fails_changes_nothing() {
        opened(TestSchemas.NOTES_BEFORE).close();
        assertThat(Faults.met(() -> opened(TestSchemas.NOTES_BROKEN)).kind()).isEqualTo(Kind.STATEMENT);
        try (Store store = opened(TestSchemas.NOTES_BEFORE)) {
            assertThat(Faults.met(() -> store.read(sql -> sql.query("select id from extra", row -> 1)))
                            .kind())
                    .isEqualTo(Kind.STATEMENT);
        }
    }

    @Test
    void starters_at_the_same_time_migrate_once() throws Exception {
        try (var starters = Executors.newFixedThreadPool(6)) {
            List<CompletableFuture<Store>> starting = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> opened(TestSchemas.NOTES), starters))
                    .toList();
            for (CompletableFuture<Store> each : starting) {
                each.get().close();
            }
        }
        try (Store store = opened(TestSchemas.NOTES)) {
            List<Long> versions = store.read(sql ->
                    sql.query("select version from sentinel_migration order by version", row -> row.number("version")));
            assertThat(versions).containsExactly(1L, 2L);
        }
    }

    @Test
    void every_migration_is_listed_in_the_order_of_its_number() throws IOException {
        Path migrations = Path.of("src/main/resources").resolve(Schema.SENTINEL.folder());
        try (Stream<Path> files = Files.list(migrations)) {
            List<String> present = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .sorted()
                    .toList();
            assertThat(Files.readAllLines(migrations.resolve("list"))).isEqualTo(present);
        }
        opened(Schema.SENTINEL).close();
    }
}
