package dev.sentinel.responders.trial;

import dev.sentinel.v1.Ref;
import dev.sentinel.yaml.Parsed;

/** References as tests write them: {@code longhorn.node/longhorn-system/agent-4}, {@code kubernetes.node/agent-4}. */
final class Refs {
    private Refs() {}

    static Parsed<Ref> parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || text.endsWith("/") || text.startsWith("/")) {
            return Parsed.wrong(
                    "\"%s\" is not written like kubernetes.node/agent-4 or longhorn.volume/longhorn-system/pvc-1"
                            .formatted(text));
        }
        return Parsed.good(Ref.newBuilder()
                .setKind(parts[0])
                .setNamespace(parts.length == 3 ? parts[1] : "")
                .setName(parts[parts.length - 1])
                .build());
    }

    static String write(Ref ref) {
        return ref.getNamespace().isEmpty()
                ? ref.getKind() + "/" + ref.getName()
                : "%s/%s/%s".formatted(ref.getKind(), ref.getNamespace(), ref.getName());
    }

    static boolean same(Ref a, Ref b) {
        return write(a).equals(write(b));
    }
}
