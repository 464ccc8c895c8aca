package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.app.demo.DrillBook.Entry;
import dev.sentinel.app.demo.Verdict.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DrillBookTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant LATER = Instant.parse("2026-03-02T08:00:00Z");
    private static final Proof OFF = new Proof("quarantine-node", "longhorn.node.scheduling.off");
    private static final Proof SCALE = new Proof("freeze-writer", "kubernetes.workload.scale");

    @TempDir
    Path folder;

    @Test
    void the_last_proof_of_each_act_counts() throws IOException {
        DrillBook book = book();

        book.record(List.of(OFF, SCALE), FIRST, "headline");
        book.record(List.of(OFF), LATER, "from-join");

        assertThat(book.read())
                .containsExactly(new Entry(SCALE, FIRST, "headline"), new Entry(OFF, LATER, "from-join"));
    }

    @Test
    void nothing_was_proven_before_the_first_drill() throws IOException {
        assertThat(book().read()).isEmpty();
    }

    @Test
    void what_is_no_book_of_drills_is_not_written_over() throws IOException {
        Path file = Files.writeString(folder.resolve("drills.tsv"), "dear diary\n");
        DrillBook book = new DrillBook(file);

        assertThatThrownBy(() -> book.record(List.of(OFF), FIRST, "headline"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dear diary");
        assertThat(file).hasContent("dear diary");
    }

    @Test
    void a_book_has_an_end() {
        List<Proof> many = IntStream.rangeClosed(0, DrillBook.MOST)
                .mapToObj(i -> new Proof("runbook-" + i, "act"))
                .toList();

        assertThatThrownBy(() -> book().record(many, FIRST, "headline"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 2000");
    }

    private DrillBook book() {
        return new DrillBook(folder.resolve("below").resolve("drills.tsv"));
    }
}
