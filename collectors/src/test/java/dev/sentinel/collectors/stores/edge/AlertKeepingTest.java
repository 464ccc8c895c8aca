package dev.sentinel.collectors.stores.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.running.HeapShelf;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.collectors.stores.AlertState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What is known of alerts, however many there are. */
final class AlertKeepingTest {
    private static final Instant AT = Instant.parse("2026-02-21T10:00:00Z");

    private final Counted shelf = new Counted();
    private final Memory memory = new Memory(shelf);
    private final AlertKeeping keeping = new AlertKeeping();

    private static final class Counted implements dev.sentinel.collectors.running.Shelf {
        private final HeapShelf behind = new HeapShelf();
        private int written;

        @Override
        public Optional<byte[]> take(String key) {
            return behind.take(key);
        }

        @Override
        public SortedMap<String, byte[]> takeAll(String prefix) {
            return behind.takeAll(prefix);
        }

        @Override
        public void put(Map<String, byte[]> bodies) {
            written += bodies.size();
            behind.put(bodies);
        }

        @Override
        public void remove(List<String> keys) {
            behind.remove(keys);
        }
    }

    @Test
    void twenty_thousand_alerts_with_long_names_are_kept_and_a_change_writes_little() {
        Map<String, AlertState.Told> told = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            told.put("fingerprint-" + i, alert("n".repeat(253) + i));
        }
        AlertState many = new AlertState(told, Optional.of(new AlertState.Storm(AT, 20_000)));
        keeping.remember(memory, "hook/a", Optional.empty(), many);
        assertThat(keeping.recall(memory, "hook/a")).contains(many);
        assertThat(keeping.recall(memory, "hook/b")).isEmpty();

        shelf.written = 0;
        told.remove("fingerprint-7");
        AlertState fewer = new AlertState(told, many.storm());
        keeping.remember(memory, "hook/a", Optional.of(many), fewer);
        assertThat(shelf.written).isEqualTo(1);
        assertThat(keeping.recall(memory, "hook/a")).contains(fewer);

        keeping.remember(memory, "hook/a", Optional.of(fewer), AlertState.empty());
        assertThat(keeping.recall(memory, "hook/a")).contains(AlertState.empty());
    }

    private static AlertState.Told alert(String name) {
        return new AlertState.Told(name, "1@0", "ALERT_SUPPRESSION_SILENCED", true, false, AT);
    }
}
