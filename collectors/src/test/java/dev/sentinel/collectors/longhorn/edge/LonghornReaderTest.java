package dev.sentinel.collectors.longhorn.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.longhorn.Known;
import dev.sentinel.collectors.longhorn.Longhorn;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.collectors.running.Codec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is remembered of Longhorn is what was known of it. */
class LonghornReaderTest {

    @Test
    void everything_known_after_recorded_stories_comes_back_from_the_memory() throws Codec.Forgotten {
        Longhorn longhorn = new Longhorn(new Facts(new Witness("home", "longhorn", "one")), "longhorn-system");
        for (String story :
                List.of("new-node-fails-replicas.json", "rebuild.json", "small-things.json", "manager-crash.json")) {
            for (Fixture.Step step : Fixture.of("longhorn/" + story).steps()) {
                Resource.of(step.read()).ifPresent(resource -> {
                    switch (step.action()) {
                        case "read" -> longhorn.read(resource, step.at());
                        case "pod" -> longhorn.pod(resource, step.at());
                        default -> {
                            // ends and hints leave nothing to remember
                        }
                    }
                });
            }
        }
        Map<String, Known> back = new HashMap<>();
        for (Map.Entry<String, Known> entry : longhorn.known().entrySet()) {
            back.put(entry.getKey(), LonghornReader.CODEC.decode(LonghornReader.CODEC.encode(entry.getValue())));
        }
        assertThat(back).isEqualTo(longhorn.known());
        assertThat(back.values().stream().map(Object::getClass).distinct()).hasSizeGreaterThan(6);
    }
}
