package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.JsonNode;

/** Label selectors as workloads and budgets write them; here only {@code matchLabels} is used. */
public final class Labels {

    private Labels() {}

    public static boolean match(JsonNode selector, JsonNode object) {
        JsonNode wanted = selector.path("matchLabels");
        return !wanted.isEmpty()
                && wanted.properties().stream()
                        .allMatch(each -> Tree.text(object, "metadata", "labels", each.getKey())
                                .equals(each.getValue().asText()));
    }
}
