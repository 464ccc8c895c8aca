package dev.sentinel.responders.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.responders.shelf.Shelf.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShelfTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_of_the_folder_takes_the_place_of_the_shipped_one() throws IOException, Unreadable {
        Files.writeString(folder.resolve("quarantine-node.yaml"), "runbook: mine\n");
        Files.writeString(folder.resolve(".hidden.yaml"), "");
        Files.writeString(folder.resolve("notes.txt"), "");

        var all = Shelf.together(Shelf.shippedRunbooks(), Shelf.folder(folder));

        assertThat(all)
                .containsEntry(folder.resolve("quarantine-node.yaml").toString(), "runbook: mine\n")
                .doesNotContainKey("quarantine-node.yaml")
                .containsKey("freeze-writer.yaml")
                .hasSize(Shelf.shippedRunbooks().size());
    }

    @Test
    void a_folder_that_is_not_there_or_holds_too_much_is_told() throws IOException {
        assertThatThrownBy(() -> Shelf.folder(folder.resolve("nowhere")))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("nowhere cannot be read");
        for (int i = 0; i <= Shelf.MOST_FILES; i++) {
            Files.createFile(folder.resolve("r%03d.yaml".formatted(i)));
        }
        assertThatThrownBy(() -> Shelf.folder(folder))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("holds more than 500 files");
        Files.delete(folder.resolve("r000.yaml"));
        assertThat(folder(folder)).hasSize(Shelf.MOST_FILES);
    }

    @Test
    void a_file_that_is_too_large_is_told() throws IOException {
        Files.writeString(folder.resolve("large.yaml"), "#".repeat((256 << 10) + 1));

        assertThatThrownBy(() -> Shelf.folder(folder))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("larger than 256 KiB");
    }

    private static SortedMap<String, String> folder(Path folder) {
        try {
            return new TreeMap<>(Shelf.folder(folder));
        } catch (Unreadable e) {
            throw new AssertionError(e);
        }
    }
}
