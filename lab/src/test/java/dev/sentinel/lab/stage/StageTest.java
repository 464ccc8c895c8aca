package dev.sentinel.lab.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTest {

    @TempDir
    Path folder;

    @Test
    void the_pace_moves_the_world_faster_than_real_time() {
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        Stage stage = new Stage(new World(1, begin, Disks.none()));

        try (Pace pace = Pace.start(stage, Clock.systemUTC(), 3600)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> stage.now().isAfter(begin.plus(Duration.ofMinutes(10))));
            assertThat(pace.walks()).isTrue();
        }
    }

    @Test
    void a_world_that_fails_stops_its_pace_and_can_be_seen_to() {
        Stage stage = new Stage(new World(1, Instant.EPOCH, Disks.none()));
        stage.play(world -> world.after(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("as ordered");
        }));

        try (Pace pace = Pace.start(stage, Clock.systemUTC(), 1000)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> !pace.walks());
        }
    }

    @Test
    void a_pace_that_stands_still_is_refused() {
        Stage stage = new Stage(new World(1, Instant.EPOCH, Disks.none()));

        assertThatThrownBy(() -> Pace.start(stage, Clock.systemUTC(), 0)).hasMessageContaining("above 0");
    }

    @Test
    void a_volume_is_a_folder_that_a_format_empties() throws IOException {
        VolumeFolders folders = new VolumeFolders(folder);
        Small small = new Small(1, folders, Map.of());
        String volume = small.runs("db", "1Gi");
        Path file = folders.of(volume).resolve("wal/000001");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "data");

        small.happens("format volume " + volume);

        assertThat(folders.of(volume)).isEmptyDirectory();
    }

    @Test
    void a_format_does_not_follow_links_out_of_the_folder() throws IOException {
        VolumeFolders folders = new VolumeFolders(folder.resolve("volumes"));
        Path precious = Files.writeString(folder.resolve("precious"), "data");
        folders.lay("v");
        Files.createSymbolicLink(folders.of("v").resolve("link"), precious.getParent());

        folders.tear("v");

        assertThat(precious).hasContent("data");
        assertThat(folders.of("v")).doesNotExist();
    }

    @Test
    void no_name_leads_out_of_the_folder() {
        VolumeFolders folders = new VolumeFolders(folder);

        assertThatThrownBy(() -> folders.of("../etc")).hasMessageContaining("cannot be a folder");
        assertThatThrownBy(() -> folders.of("..")).hasMessageContaining("cannot be a folder");
    }

    @Test
    void the_files_of_a_volume_are_real_and_stay_in_its_folder() throws IOException {
        VolumeFolders folders = new VolumeFolders(folder.resolve("volumes"));
        folders.lay("v");
        VolumeFiles files = folders.files("v");

        files.write("wal/00000000", new byte[] {1});
        files.append("wal/00000000", new byte[] {2});

        assertThat(folders.of("v").resolve("wal/00000000")).hasBinaryContent(new byte[] {1, 2});
        assertThat(files.list("")).containsExactly(new VolumeFiles.Entry("wal", true, 0));
        assertThat(files.list("wal")).containsExactly(new VolumeFiles.Entry("00000000", false, 2));
        files.remove("wal");
        assertThat(folders.of("v")).isEmptyDirectory();
        assertThatThrownBy(() -> files.read("wal/00000000")).hasMessage("no such file or directory");
        assertThatThrownBy(() -> files.read("../other")).hasMessageContaining("cannot be a file");
        assertThatThrownBy(() -> files.write("a/../../b", new byte[0])).hasMessageContaining("cannot be a file");
    }
}
