package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Pattern;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which patterns explain which, and how far each stands from those that nothing explains. */
final class Kinship {
    private final Map<String, Integer> generations = new HashMap<>();
    private final Set<String> related = new HashSet<>();

    Kinship(Collection<Pattern> patterns) {
        var explaining = new HashMap<String, Set<String>>();
        patterns.forEach(pattern -> explaining.put(pattern.name(), new HashSet<>()));
        for (var pattern : patterns) {
            for (var explained : pattern.explains()) {
                if (explaining.containsKey(explained)) {
                    explaining.get(explained).add(pattern.name());
                    related.addAll(List.of(explained, pattern.name()));
                }
            }
        }
        patterns.forEach(pattern -> generation(pattern.name(), explaining));
    }

    /** One more than the farthest of those that explain it. Whoever read the patterns saw to it that there are no circles. */
    private int generation(String name, Map<String, Set<String>> explaining) {
        var known = generations.get(name);
        if (known != null) {
            return known;
        }
        // What comes back to itself counts from here.
        generations.put(name, 0);
        var farthest = -1;
        for (var by : explaining.getOrDefault(name, Set.of())) {
            farthest = Math.max(farthest, generation(by, explaining));
        }
        generations.put(name, farthest + 1);
        return farthest + 1;
    }

    /** It explains another that runs, or is explained by one. */
    boolean hasRelatives(String pattern) {
        return related.contains(pattern);
    }

    /** 0 is explained by none; one that explains another always has the smaller number. */
    int generation(String pattern) {
        return generations.getOrDefault(pattern, 0);
    }
}
