package dev.sentinel.collectors.stores;

import java.util.Arrays;
import java.util.Optional;

/** Stores and alerting systems that are found in pods: by the program in the image, and where they keep their data. */
public enum StoreKind {
    LOKI("loki", "loki.server", "loki", "", "", 3100),
    VICTORIA_METRICS("victoria-metrics", "victoria.server", "victoria-metrics", "vmstorage", "-storageDataPath=", 8428),
    VICTORIA_LOGS("victoria-logs", "victoria.server", "victoria-logs", "vlstorage", "-storageDataPath=", 9428),
    THANOS_COMPACTOR("thanos", "thanos.compactor", "thanos", "", "-data-dir=", 10902),
    ALERTMANAGER("alertmanager", "alertmanager.server", "alertmanager", "", "-storage.path=", 9093),
    GRAFANA("grafana", "grafana.server", "grafana", "", "", 3000);

    private final String word;
    private final String thing;
    private final String program;
    private final String storage;
    private final String pathArgument;
    private final int port;

    StoreKind(String word, String thing, String program, String storage, String pathArgument, int port) {
        this.word = word;
        this.thing = thing;
        this.program = program;
        this.storage = storage;
        this.pathArgument = pathArgument;
        this.port = port;
    }

    /** The kind that people call so. */
    static Optional<StoreKind> called(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** The kind whose single binary, or whose storage in a cluster, is called so. */
    static Optional<StoreKind> running(String program) {
        return Arrays.stream(values())
                .filter(kind -> !program.isEmpty() && (kind.program.equals(program) || kind.storage.equals(program)))
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
