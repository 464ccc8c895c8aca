package dev.sentinel.collectors.longhorn.edge;

import dev.sentinel.collectors.kubernetes.edge.ObjectKind;
import dev.sentinel.collectors.kubernetes.edge.Watched;
import dev.sentinel.collectors.longhorn.Longhorn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is watched of one Longhorn. */
final class Kinds {
    static final String GROUP = "longhorn.io";
    static final ObjectKind PODS = ObjectKind.namespaced("", "v1", "pods", "Pod");

    private Kinds() {}

    /** In the order in which a first listing is read. */
    static List<Watched> watched(String namespace) {
        List<Watched> all = new ArrayList<>();
        for (String kind : Longhorn.ORDER) {
            all.add(Watched.always(of(kind, "v1beta2"), of(kind, "v1beta1"))
                    .in(namespace, "")
                    .withAuthors()
                    .whenServed());
        }
        all.add(Watched.always(PODS).in(namespace, "longhorn.io/component=instance-manager"));
        all.add(Watched.always(ObjectKind.namespaced("", "v1", "events", "Event"))
                .in(namespace, ""));
        return all;
    }

    static List<ObjectKind> settings() {
        return List.of(of("Setting", "v1beta2"), of("Setting", "v1beta1"));
    }

    /** All of them form their plural by an s. */
    private static ObjectKind of(String kind, String version) {
        return ObjectKind.namespaced(GROUP, version, kind.toLowerCase(Locale.ROOT) + "s", kind);
    }
}
