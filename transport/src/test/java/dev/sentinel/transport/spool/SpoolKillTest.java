package dev.sentinel.transport.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.harness.ChildJvm;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolKillTest {
    // The last line may have been cut off by the kill.
    private static final int ID_LENGTH = 36;

    @TempDir
    Path folder;

    @Test
    void what_was_promised_to_be_kept_survives_kill_9() {
        Set<String> promised = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            promised.addAll(promisedBeforeTheKill());
        }
        assertThat(promised).hasSizeGreaterThan(1_000);
        try (Spool spool = Spool.open(folder, SpoolLimits.defaults(), Clock.systemUTC())) {
            List<SpooledEvent> waiting = spool.next(0, 1_000_000, 1L << 40);
            assertThat(waiting.stream().map(row -> row.event().getId())).containsAll(promised);
            List<Long> numbers = waiting.stream()
                    .map(row -> row.event().getSequence().getNumber())
                    .toList();
            assertThat(numbers)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .hasSize(numbers.getLast().intValue());
            assertThat(spool.stats().condition()).isEqualTo(new Condition.Durable());
        }
    }

    private List<String> promisedBeforeTheKill() {
        try (ChildJvm child = ChildJvm.start(OfferUntilKilled.class, folder.toString())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> child.lines().size() > 500);
            child.kill();
            return child.output().stream()
                    .filter(line -> line.startsWith(OfferUntilKilled.KEPT))
                    .map(line -> line.substring(OfferUntilKilled.KEPT.length()))
                    .filter(id -> id.length() == ID_LENGTH)
                    .toList();
        }
    }
}
