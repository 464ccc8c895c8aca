package dev.sentinel.correlator.topology;

import dev.sentinel.v1.Ref;

/** References as people say them: "node agent-4", "persistent volume claim monitoring/prometheus-0". */
public final class RefText {

    private RefText() {}

    public static String of(Ref ref) {
        var kind = ref.getKind();
        var word = kind.substring(kind.lastIndexOf('.') + 1).replace('_', ' ');
        var name = ref.getNamespace().isEmpty() ? ref.getName() : ref.getNamespace() + "/" + ref.getName();
        return word.isEmpty() ? name : word + " " + name;
    }
}
