package dev.sentinel.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeterminismTest {

    @Test
    void the_same_seed_and_the_same_deeds_give_the_same_history_byte_for_byte() {
        assertThat(history(7)).isEqualTo(history(7));
    }

    @Test
    void another_seed_gives_another_history() {
        assertThat(history(7)).isNotEqualTo(history(8));
    }

    private static String history(long seed) {
        Small small = new Small(seed, Map.of());
        small.happens("set replica-auto-balance to best-effort");
        String volume = small.runs("db", "2Gi");
        small.runs("web", "1Gi");
        small.happens("join node agent-4");
        small.passes(Duration.ofMinutes(2));
        small.happens("fail replica " + Small.name(small.replicas(volume).getFirst()));
        small.passes(Duration.ofMinutes(3));
        small.happens("crash instance-manager on agent-2");
        small.passes(Duration.ofMinutes(10));
        StringBuilder history = new StringBuilder();
        for (Kind kind : Kinds.all()) {
            small.world
                    .store()
                    .since(kind, 0)
                    .forEach(change -> history.append(change.version())
                            .append(' ')
                            .append(change.type())
                            .append(' ')
                            .append(change.after())
                            .append('\n'));
        }
        return history.append(small.world.logs().lastNumber())
                .append(small.world.devices().all())
                .toString();
    }
}
