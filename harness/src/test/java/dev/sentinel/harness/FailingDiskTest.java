package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class FailingDiskTest {
    @BeforeAll
    static void this_machine_can_have_such_a_disk() {
        Optional<String> whyNot = FailingDisk.whyNot();
        assumeTrue(whyNot.isEmpty(), () -> whyNot.orElse(""));
    }

    @Test
    void gives_an_open_file_io_errors_from_the_moment_it_fails() throws IOException {
        try (FailingDisk disk = FailingDisk.mount(8);
                RandomAccessFile open =
                        new RandomAccessFile(disk.path().resolve("open").toFile(), "rw")) {
            open.write(1);
            open.getFD().sync();

            disk.fail();

            assertThatThrownBy(() -> open.write(2))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Input/output");
            assertThatThrownBy(() -> open.getFD().sync()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Files.readAllBytes(disk.path().resolve("open")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Input/output");
            assertThatThrownBy(() -> Files.createFile(disk.path().resolve("new")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Input/output");
        }
    }

    @Test
    void has_what_was_synced_after_its_repair() throws IOException {
        try (FailingDisk disk = FailingDisk.mount(8)) {
            try (RandomAccessFile file =
                    new RandomAccessFile(disk.path().resolve("kept").toFile(), "rwd")) {
                file.write("kept".getBytes(StandardCharsets.UTF_8));
            }
            disk.fail();

            disk.repair();

            assertThat(disk.path().resolve("kept")).hasContent("kept");
        }
    }

    @Test
    void runs_full() {
        try (FailingDisk disk = FailingDisk.mount(8)) {
            assertThatThrownBy(() -> Files.write(disk.path().resolve("too much"), new byte[8 << 20]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
        }
    }

    @Test
    void leaves_neither_mount_nor_loop_device_behind() throws IOException {
        Path path;
        try (FailingDisk disk = FailingDisk.mount(8)) {
            path = disk.path();
            assertThat(mounts()).anyMatch(line -> line.contains(path.toString()));
            disk.fail();
        }

        assertThat(path).doesNotExist();
        assertThat(mounts()).noneMatch(line -> line.contains(path.toString()));
    }

    private static List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/mounts"));
    }
}
