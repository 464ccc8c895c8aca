package dev.sentinel.collectors.reading;

import dev.sentinel.v1.Ref;

/** References to things, in the words of the correlator's patterns. */
public final class Refs {
    private Refs() {}

    public static Ref of(String kind, String name) {
        return Ref.newBuilder().setKind(kind).setName(name).build();
    }

    public static Ref of(String kind, String namespace, String name) {
        return Ref.newBuilder()
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    public static Ref of(String kind, String namespace, String name, String uid) {
        return of(kind, namespace, name).toBuilder().setUid(uid).build();
    }

    /** A node of Kubernetes; it has no namespace. */
    public static Ref node(String name) {
        return of("kubernetes.node", name);
    }
}
