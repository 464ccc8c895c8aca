package dev.sentinel.correlator.capture;

import dev.sentinel.v1.Ref;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Other names, the same for the same: who was one thing stays one thing, and nothing of the old name is in the new one. */
final class Aliases {
    /** Everybody's names. */
    private static final Set<String> COMMON = Set.of("", "longhorn-system", "kube-system", "default");

    private static final Set<String> COMMON_KINDS = Set.of("longhorn.setting");

    private final Map<String, String> known = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    Ref of(Ref ref) {
        return ref.toBuilder()
                .setNamespace(of("namespace", ref.getNamespace()))
                .setName(COMMON_KINDS.contains(ref.getKind()) ? ref.getName() : of(word(ref.getKind()), ref.getName()))
                .setUid(of("uid", ref.getUid()))
                .build();
    }

    /** The other name of a text; a word says what it is the first time. */
    String of(String word, String text) {
        if (COMMON.contains(text)) {
            return text;
        }
        return known.computeIfAbsent(text, fresh -> "some-" + word + "-" + counts.merge(word, 1, Integer::sum));
    }

    private static String word(String kind) {
        return kind.substring(kind.lastIndexOf('.') + 1).replace('_', '-');
    }
}
