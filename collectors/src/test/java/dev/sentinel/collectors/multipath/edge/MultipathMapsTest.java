package dev.sentinel.collectors.multipath.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.MachineSettings;
import dev.sentinel.collectors.machine.Script;
import dev.sentinel.collectors.machine.Trial;
import dev.sentinel.collectors.multipath.MapsSeen;
import dev.sentinel.collectors.multipath.MultipathReading;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MultipathMapsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAPS = """
            {"major_version":0,"minor_version":1,"maps":[{"name":"mpatha","uuid":"3600a","sysfs":"dm-3","queueing":"off",\
            "dm_st":"active","path_groups":[{"selector":"service-time 0","pri":50,"dm_st":"active","group":1,"paths":[\
            {"dev":"sdb","dev_t":"8:16","dm_st":"active","dev_st":"running","chk_st":"%s","pri":50}]}]}]}""";

    @TempDir
    Path folder;

    private Trial trial;

    @BeforeEach
    void prepare() {
        trial = new Trial(folder);
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    private MultipathMaps collector(Path program) {
        return new MultipathMaps(
                new MultipathSettings(
                        folder.resolve("multipathd.socket"),
                        program.toString(),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1)),
                new Machine(MachineSettings.usual(folder, "node-1", "host-1")));
    }

    @Test
    void the_socket_is_asked_where_there_is_one_and_a_path_that_fails_is_told() throws IOException {
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(folder.resolve("multipathd.socket")));
            Thread.ofPlatform().daemon().start(() -> serve(daemon));
            MultipathMaps collector = collector(folder.resolve("none"));
            trial.start(collector);

            await().atMost(PATIENCE)
                    .until(() -> trial.of("multipath.map.state_changed").size() >= 2);
            assertThat(collector.examine()).extracting(Check::verdict).containsExactly(Check.Verdict.READABLE);
        }
    }

    /** As the daemon does: a length of eight bytes, then text that ends with zero. */
    private static void serve(ServerSocketChannel daemon) {
        for (int turn = 0; daemon.isOpen(); turn++) {
            try (SocketChannel client = daemon.accept()) {
                ByteBuffer request = ByteBuffer.allocate(8 + "show maps json\0".length());
                while (request.hasRemaining() && client.read(request) >= 0) {
                    // Until the question is there.
                }
                byte[] answer = (MAPS.formatted(turn < 2 ? "ready" : "faulty") + "\0").getBytes(StandardCharsets.UTF_8);
                client.write(ByteBuffer.allocate(8 + answer.length)
                        .order(ByteOrder.nativeOrder())
                        .putLong(answer.length)
                        .put(answer)
                        .flip());
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void else_the_program_is_asked_and_its_refusal_names_what_is_missing() throws IOException {
        Path program = Script.write(folder.resolve("multipathd"), "echo 'permission deny: need to be root'");
        trial.start(collector(program));

        await().atMost(PATIENCE).until(() -> trial.last("source.unreachable").isPresent());
        var unreachable = trial.last("source.unreachable").orElseThrow().getSourceUnreachable();
        assertThat(unreachable.getCause()).isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_FORBIDDEN);
        assertThat(unreachable.getError()).contains("run as root");
    }

    @Test
    void a_program_that_hangs_is_given_up() throws IOException {
        Path program = Script.write(folder.resolve("multipathd"), "exec sleep 60");
        trial.start(collector(program));

        await().atMost(PATIENCE).until(() -> trial.last("source.unreachable").isPresent());
        assertThat(trial.last("source.unreachable")
                        .orElseThrow()
                        .getSourceUnreachable()
                        .getCause())
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT);
    }

    @Test
    void what_is_remembered_can_be_read_again() throws Exception {
        var reading = new MultipathReading(new Facts(new Witness("c", "multipath", "n")), Refs.node("n"));
        MapsSeen seen = reading.read(MAPS.formatted("faulty"), Set.of("dm-3"), MapsSeen.NOTHING, Instant.EPOCH)
                .seen();
        assertThat(seen.maps()).hasSize(1);
        assertThat(MultipathMaps.MAPS.decode(MultipathMaps.MAPS.encode(seen))).isEqualTo(seen);
    }
}
