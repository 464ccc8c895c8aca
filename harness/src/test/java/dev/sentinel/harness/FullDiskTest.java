package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FullDiskTest {
    private static final long CAP_SYS_ADMIN = 1L << 21;

    @Test
    void is_there_exactly_when_this_process_may_mount() throws IOException {
        Optional<FullDisk> disk = FullDisk.mount(1);

        disk.ifPresent(FullDisk::close);

        assertThat(disk.isPresent()).isEqualTo(mayMount());
    }

    @Test
    void is_full_after_as_many_bytes_as_it_was_given_and_gone_when_closed() throws IOException {
        Optional<FullDisk> mounted = FullDisk.mount(2);
        if (mounted.isEmpty()) {
            return; // the test above makes sure that there is a reason
        }
        Path path = mounted.get().path();
        try (FullDisk disk = mounted.get()) {
            Files.write(disk.path().resolve("fits"), new byte[1 << 20]);

            assertThatThrownBy(() -> Files.write(disk.path().resolve("too much"), new byte[2 << 20]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left");
        }
        assertThat(path).doesNotExist();
    }

    private static boolean mayMount() throws IOException {
        String effective = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> line.substring("CapEff:".length()).strip())
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(effective, 16) & CAP_SYS_ADMIN) != 0;
    }
}
