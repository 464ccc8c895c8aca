package dev.sentinel.responders.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditCheckpoint;
import dev.sentinel.v1.AuditEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody might do to a log, and that each of it is found. */
final class AuditTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private final AuditLog log = new AuditLog("responses");
    private Store store;
    private SigningKey key;
    private CheckpointFile file;

    @BeforeEach
    void write_ten_entries_and_sign_after_the_eighth() {
        store = Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.systemUTC());
        key = SigningKey.readOrCreate(folder.resolve("keys").resolve("audit.key"));
        file = new CheckpointFile(folder.resolve("elsewhere").resolve("checkpoints.jsonl"));
        var notary = new Notary(log, key, file, new Notary.Pace(Duration.ofMinutes(5), 3));
        for (int i = 1; i <= 10; i++) {
            append("entry " + i);
            if (i == 4 || i == 8) {
                assertThat(notary.sign(store, NOON.plusSeconds(i))).isPresent();
            }
        }
        assertThat(notary.sign(store, NOON.plusSeconds(60)))
                .as("two entries, one minute")
                .isEmpty();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void append(String sentence) {
        store.writeNow(sql -> log.append(
                sql,
                AuditEntry.newBuilder()
                        .setAt(Timestamps.fromMillis(NOON.toEpochMilli()))
                        .setAct(AuditAct.AUDIT_ACT_PAUSED)
                        .setActor(Actor.newBuilder()
                                .setKind(ActorKind.ACTOR_KIND_PERSON)
                                .setId("anna"))
                        .putDetails("z", "1")
                        .putDetails("a", "2")
                        .setSentence(sentence)));
    }

    private List<AuditEntry> entries() {
        List<AuditEntry> all = new ArrayList<>();
        log.walk(store, all::add);
        return all;
    }

    private Verification.Finding verify(List<AuditEntry> entries, TrustedKey trusted) {
        var verification = new Verification("responses", file.read(), List.of(trusted));
        entries.forEach(verification::take);
        return verification.finish();
    }

    private String problem(List<AuditEntry> entries) {
        return verify(entries, key.trusted()).problem().orElse("none");
    }

    @Test
    void what_was_written_is_intact_and_its_last_checkpoint_is_known() {
        var finding = verify(entries(), key.trusted());
        assertThat(finding.problem()).isEmpty();
        assertThat(finding.entries()).isEqualTo(10);
        assertThat(finding.lastCheckpoint().map(AuditCheckpoint::getEntryCount)).contains(8L);
    }

    @Test
    void an_edited_entry_is_found_also_when_its_own_hash_was_made_anew() {
        var entries = entries();
        entries.set(
                4, entries.get(4).toBuilder().setSentence("nothing happened").build());
        assertThat(problem(entries)).isEqualTo("entry 5 was changed after it was written");
        AuditEntry.Builder forged = entries.get(4).toBuilder();
        entries.set(4, Chain.sealed(forged, 5, forged.getPreviousHash()));
        assertThat(problem(entries)).isEqualTo("entry 6 does not follow the one before it");
    }

    @Test
    void an_entry_that_is_taken_out_put_in_or_moved_is_found() {
        var without = entries();
        without.remove(5);
        assertThat(problem(without)).contains("entry 6 is missing");
        var swapped = entries();
        Collections.swap(swapped, 2, 3);
        assertThat(problem(swapped)).contains("entry 3 is missing");
        var doubled = entries();
        doubled.add(3, doubled.get(2));
        assertThat(problem(doubled)).contains("entry 4");
    }

    @Test
    void a_log_whose_end_is_cut_off_is_found_by_its_checkpoint() {
        assertThat(problem(entries().subList(0, 7)))
                .contains("ends after entry 7")
                .contains("there were 8");
        assertThat(problem(List.of())).contains("cut off");
        assertThat(problem(entries().subList(0, 9)))
                .as("what came after the last checkpoint is not proven")
                .isEqualTo("none");
    }

    @Test
    void a_log_that_is_written_anew_from_some_entry_on_does_not_fit_what_was_signed() {
        List<AuditEntry> anew = new ArrayList<>(entries().subList(0, 6));
        for (int i = 6; i < 10; i++) {
            AuditEntry.Builder entry = entries().get(i).toBuilder().setSentence("all was well");
            anew.add(Chain.sealed(entry, i + 1, anew.getLast().getHash()));
        }
        assertThat(problem(anew)).contains("entry 8 is not the one that was signed");
    }

    @Test
    void checkpoints_of_a_foreign_key_or_with_a_changed_word_are_not_believed() throws IOException {
        var foreign = SigningKey.readOrCreate(folder.resolve("foreign.key"));
        assertThat(verify(entries(), foreign.trusted()).problem().orElseThrow()).contains("not trusted");
        String text = Files.readString(file.path());
        Files.writeString(file.path(), text.replace("\"entryCount\":\"8\"", "\"entryCount\":\"7\""));
        assertThat(problem(entries())).contains("signature of the checkpoint at entry 7 is wrong");
        Files.writeString(file.path(), "{}\n");
        assertThat(problem(entries())).contains("a line that is none");
    }

    @Test
    void the_store_refuses_to_change_or_forget_an_entry() {
        assertThatThrownBy(() -> store.writeNow(sql -> sql.update("update audit_entry set act = 'x' where number = 1")))
                .isInstanceOf(StoreFault.class);
        assertThatThrownBy(() -> store.writeNow(sql -> sql.update("delete from audit_entry where number = 10")))
                .isInstanceOf(StoreFault.class);
        assertThat(entries()).hasSize(10);
    }

    @Test
    void the_key_is_readable_by_its_owner_only_and_one_that_is_not_is_refused() throws IOException {
        Path path = folder.resolve("keys").resolve("audit.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(SigningKey.readOrCreate(path).trusted()).isEqualTo(key.trusted());
        assertThat(TrustedKey.beside(path)).isEqualTo(key.trusted());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SigningKey.readOrCreate(path))
                .isInstanceOf(AuditFault.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void an_export_can_be_verified_where_it_is_read() throws IOException {
        var text = new StringBuilder();
        Export.write(store, log, text);
        List<AuditEntry> read = text.toString().lines().map(Export::read).toList();
        assertThat(read).isEqualTo(entries());
        assertThat(problem(read)).isEqualTo("none");
        assertThat(problem(List.of(Export.read("nonsense")))).contains("unreadable");
    }
}
