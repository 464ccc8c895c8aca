package dev.sentinel.collectors.logs;

import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Map;

/**
 * Whose log it is.
 *
 * @param program which signatures apply: "prometheus", "longhorn-manager"; empty when nobody knows
 * @param subject the thing that events are about, unless a signature names another: a {@code prometheus.server}
 * @param related what else they touch: its pod and its node
 * @param keys for signatures, as {@code {origin.namespace}}: namespace, pod, container, node
 */
public record Origin(String program, Ref subject, List<Ref> related, Map<String, String> keys) {
    public Origin {
        related = List.copyOf(related);
        keys = Map.copyOf(keys);
    }
}
