package dev.sentinel.responders.guards;

import java.util.List;

/** Names in a sentence; a long list is counted. */
final class Names {
    private static final int MOST = 5;

    private Names() {}

    static String of(List<String> names) {
        var first = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
        return names.size() <= MOST ? first : "%s and %d more".formatted(first, names.size() - MOST);
    }
}
