package dev.sentinel.collectors.stores;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Stores and alerting systems that are found in pods: by the program in the image, and where they keep their data. */
public enum StoreKind {
    LOKI("loki", "loki.server", Set.of("loki"), "", 3100),
    VICTORIA_METRICS(
            "victoria-metrics", "victoria.server", Set.of("victoria-metrics", "vmstorage"), "-storageDataPath=", 8428),
    VICTORIA_LOGS("victoria-logs", "victoria.server", Set.of("victoria-logs", "vlstorage"), "-storageDataPath=", 9428),
    THANOS_COMPACTOR("thanos", "thanos.compactor", Set.of("thanos"), "-data-dir=", 10902),
    ALERTMANAGER("alertmanager", "alertmanager.server", Set.of("alertmanager"), "-storage.path=", 9093),
    GRAFANA("grafana", "grafana.server", Set.of("grafana"), "", 3000);

    private final String word;
    private final String thing;
    private final Set<String> programs;
    private final String pathArgument;
    private final int port;

    StoreKind(String word, String thing, Set<String> programs, String pathArgument, int port) {
        this.word = word;
        this.thing = thing;
        this.programs = programs;
        this.pathArgument = pathArgument;
        this.port = port;
    }

    /** The kind that people call so. */
    static Optional<StoreKind> called(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    static Optional<StoreKind> running(String program) {
        return Arrays.stream(values())
                .filter(kind -> kind.programs.contains(program))
                .findFirst();
    }

    /** What kind of thing it is in references. */
    String thing() {
        return thing;
    }

    String pathArgument() {
        return pathArgument;
    }

    int port() {
        return port;
    }
}
