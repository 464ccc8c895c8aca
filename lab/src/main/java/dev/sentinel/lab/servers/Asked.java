package dev.sentinel.lab.servers;

import java.util.Map;
import java.util.TreeMap;

/** One request to a server; a form's fields count as its query, as Prometheus reads them. */
public record Asked(String method, String path, Map<String, String> query, String body) {

    public Asked {
        query = Map.copyOf(new TreeMap<>(query));
    }

    /** A GET without a query. */
    public static Asked of(String path) {
        return new Asked("GET", path, Map.of(), "");
    }

    String asked(String name) {
        return query.getOrDefault(name, "");
    }

    boolean gets() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
