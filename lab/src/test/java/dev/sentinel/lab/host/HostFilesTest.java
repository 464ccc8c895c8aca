package dev.sentinel.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.outside.NomadServer;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Maps;
import dev.sentinel.lab.world.Small;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A VictoriaMetrics on Nomad that a drain moves to the host whose files are looked at, and a LUN that reads as blank there. */
final class HostFilesTest {
    private static final String HOST = "nomad-2";

    @TempDir
    Path folder;

    private final Small small = new Small(1, Map.of());
    private final Stage stage = new Stage(small.world);
    private NomadServer nomad;

    @BeforeEach
    void a_job_on_the_other_host() throws IOException {
        nomad = NomadServer.open(stage, small.cluster.telemetry().hosts(), 0);
        small.happens("add lun vm-data on nomad-1");
        nomad.clients("nomad-1", HOST);
        nomad.runs("victoriametrics", Optional.of("victoria-metrics"), Optional.of("vm-data"));
        passes(Duration.ofSeconds(20));
        small.happens("give victoriametrics 33 hours of history");
        small.happens("blank volume vm-data");
    }

    @AfterEach
    void close() {
        nomad.close();
    }

    private void passes(Duration time) {
        stage.advance(stage.now().plus(time));
    }

    @Test
    void they_tell_how_a_lun_comes_up_is_taken_for_blank_and_mounted() throws IOException {
        Path root = folder.resolve("root");
        try (HostFiles files = HostFiles.lay(stage, HOST, root);
                Multipathd daemon = Multipathd.open(stage, HOST, folder.resolve("socket"))) {
            assertThat(files.root()).isEqualTo(root);
            assertThat(daemon).isNotNull();
            assertThat(asked("show maps json")).contains("\"maps\":[]");

            nomad.drains("nomad-1");
            passes(Duration.ofSeconds(9));
            Maps.Seen map = small.world.maps().find(HOST, "vm-data").orElseThrow();
            assertThat(asked("show maps json")).contains(map.wwid(), "dm-3").doesNotContain("status\":\"active");
            assertThat(map.active()).isFalse();
            assertThat(map.mount()).isEmpty();
            passes(Duration.ofSeconds(20));
            assertThat(asked("show maps json")).contains("\"dm_st\":\"active\",\"group\":1");
            assertThat(asked("reconfigure")).isEqualTo("fail\n");
        }
        // Closed, they are as the world last was for who lays them out again.
        try (HostFiles files = HostFiles.lay(stage, HOST, folder.resolve("again"))) {
            String mounts = Files.readString(files.root().resolve("proc/1/mountinfo"));
            assertThat(mounts)
                    .contains(
                            "254:3 / /opt/nomad/client/csi/node/org.democratic-csi.node-manual/staging/default/vm-data/");
            Path containers = files.root().resolve("var/lib/docker/containers");
            try (var logs = Files.walk(containers)) {
                String driver = Files.readString(
                        logs.filter(Files::isRegularFile).findFirst().orElseThrow());
                assertThat(driver).contains("executing filesystem command: mkfs.ext4 -m 0 /dev/mapper/3624a9370");
                assertThat(driver.lines()).allMatch(line -> line.contains("\"stream\":\"stdout\",\"time\":\"2026-"));
            }
            assertThat(Files.readString(files.root().resolve("var/log/journal/kernel")))
                    .contains("queue_if_no_path enabled", "EXT4-fs (dm-3): mounted filesystem");
            assertThat(files.journalctl()).isExecutable();
        }
    }

    private String asked(String question) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(channel.connect(UnixDomainSocketAddress.of(folder.resolve("socket"))))
                    .isTrue();
            byte[] words = (question + "\0").getBytes(StandardCharsets.UTF_8);
            ByteBuffer request = ByteBuffer.allocate(8 + words.length)
                    .order(ByteOrder.nativeOrder())
                    .putLong(words.length)
                    .put(words)
                    .flip();
            assertThat(channel.write(request)).isEqualTo(8 + words.length);
            ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
            while (channel.read(answer) >= 0) {
                // Until it is whole.
            }
            return new String(answer.array(), 8, answer.position() - 9, StandardCharsets.UTF_8);
        }
    }
}
