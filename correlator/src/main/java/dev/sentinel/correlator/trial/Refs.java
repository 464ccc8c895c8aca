package dev.sentinel.correlator.trial;

import dev.sentinel.v1.Ref;
import java.util.Optional;

/** Things as tests write them: {@code kubernetes.node/agent-4}, {@code longhorn.replica/longhorn-system/r1}. */
final class Refs {
    static final String SHAPE = "write kind/name or kind/namespace/name, like kubernetes.node/agent-4";

    private static final String KIND = "[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+";

    private Refs() {}

    static Optional<Ref> parse(String text) {
        var parts = text.split("/", 3);
        if (parts.length < 2 || !parts[0].matches(KIND) || parts[parts.length - 1].isEmpty()) {
            return Optional.empty();
        }
        var ref = Ref.newBuilder().setKind(parts[0]).setName(parts[parts.length - 1]);
        return Optional.of(parts.length == 3 ? ref.setNamespace(parts[1]).build() : ref.build());
    }

    static String write(Ref ref) {
        return ref.getNamespace().isEmpty()
                ? ref.getKind() + "/" + ref.getName()
                : ref.getKind() + "/" + ref.getNamespace() + "/" + ref.getName();
    }

    /** The same thing, whatever its uid. */
    static boolean same(Ref one, Ref other) {
        return one.getKind().equals(other.getKind())
                && one.getNamespace().equals(other.getNamespace())
                && one.getName().equals(other.getName());
    }
}
