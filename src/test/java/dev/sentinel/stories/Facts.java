package dev.sentinel.stories;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Generated events, as lines of proto3 JSON. */
final class Facts {

    private static final List<String> CLUSTERS = List.of("north", "south", "east");

    /** One event: its id, its cluster and its line. */
    record Fact(String id, String cluster, String line) {}

    private Facts() {}

    static List<Fact> some(int count) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String cluster = CLUSTERS.get(i % CLUSTERS.size());
            String id = String.format(Locale.ROOT, "01920000-0000-7000-8000-%012x", i);
            // Kinds change every now and then, so that some neighbours share a message and some do not.
            String detail = i % 50 < 40
                    ? "\"heartbeat\":{\"intervalSeconds\":30}"
                    : "\"custom\":{\"name\":\"story.fact\",\"fields\":{\"number\":\"" + i + "\"}}";
            facts.add(new Fact(
                    id,
                    cluster,
                    ("{\"id\":\"%s\",\"cluster\":\"%s\","
                                    + "\"source\":{\"collector\":\"story\",\"instance\":\"one\"},"
                                    + "\"occurredAt\":\"2026-02-21T09:00:00Z\",\"severity\":\"SEVERITY_INFO\","
                                    + "\"subject\":{\"kind\":\"story.thing\",\"name\":\"thing-%d\"},%s}")
                            .formatted(id, cluster, i, detail)));
        }
        return facts;
    }

    static String lines(List<Fact> facts) {
        return facts.stream().map(Fact::line).collect(Collectors.joining("\n", "", "\n"));
    }
}
