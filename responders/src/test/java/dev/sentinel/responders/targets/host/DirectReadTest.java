package dev.sentinel.responders.targets.host;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectReadTest {
    @TempDir
    private Path folder;

    private DirectRead read(Duration limit) {
        return new DirectRead("m-1", folder, limit, () -> Instant.EPOCH);
    }

    private static Order of(DirectRead read, String name) {
        return order(read, ref("multipath.map", "m-1", name));
    }

    @Test
    void a_map_that_can_be_read_is_read() throws IOException, NoAnswer {
        Files.write(folder.resolve("mpatha"), new byte[8192]);
        DirectRead read = read(Duration.ofMinutes(1));

        assertThat(read.observe(of(read, "mpatha")).standing()).isEqualTo(Sight.Standing.OTHERWISE);
        assertThat(read.rehearse(of(read, "mpatha"))).isEmpty();
        assertThat(read.execute(of(read, "mpatha"), KEY)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_map_that_gives_nothing_is_given_up() throws IOException, InterruptedException {
        // Whoever opens the reading end waits until somebody writes.
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("mpatha").toString())
                        .start()
                        .waitFor())
                .isZero();
        DirectRead read = read(Duration.ofMillis(100));

        assertThat(read.execute(of(read, "mpatha"), KEY))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, each -> assertThat(each.reason()).contains("gave nothing within 100 ms"));
        Files.write(folder.resolve("mpathb"), new byte[8192]);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> read.observe(of(read, "mpathb"))
                        .target()
                        .getFactsOrThrow("hanging")
                        .equals("false"));
    }

    @Test
    void only_maps_of_this_machine_are_read() throws NoAnswer {
        DirectRead read = read(Duration.ofMinutes(1));
        for (String name : new String[] {"../etc/passwd", "", "a/b", "-x", "if=/etc/passwd"}) {
            assertThat(read.execute(of(read, name), KEY))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            each -> assertThat(each.passing()).isFalse());
        }
        assertThat(read.execute(order(read, ref("multipath.map", "m-2", "mpatha")), KEY))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, each -> assertThat(each.reason()).contains("ask the responder there"));
        assertThat(read.observe(of(read, "mpatha")).standing()).isEqualTo(Sight.Standing.GONE);
    }
}
