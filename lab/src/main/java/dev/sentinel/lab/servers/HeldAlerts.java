package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The alerts that an Alertmanager holds, by fingerprint; at most so many, then new ones are not taken. */
final class HeldAlerts {

    static final int MOST = 5_000;

    private static final Duration REMEMBERED = Duration.ofMinutes(30);
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** One alert as it was last told. */
    record Held(
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            Instant endsAt,
            Instant updatedAt,
            String generatorUrl) {

        Held {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
            annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        }

        boolean firing(Instant now) {
            return endsAt.isAfter(now);
        }

        String fingerprint() {
            return HeldAlerts.fingerprint(labels);
        }

        ObjectNode json() {
            return Tree.of(
                    "labels", HeldAlerts.tree(labels),
                    "annotations", HeldAlerts.tree(annotations),
                    "startsAt", LogLine.time(startsAt),
                    "endsAt", LogLine.time(endsAt),
                    "updatedAt", LogLine.time(updatedAt),
                    "generatorURL", generatorUrl,
                    "fingerprint", fingerprint());
        }
    }

    private final Map<String, Held> alerts = new TreeMap<>();

    void put(Instant now, JsonNode posted, Duration timeout) {
        Map<String, String> labels = map(posted.path("labels"));
        Optional<Held> old = Optional.ofNullable(alerts.get(fingerprint(labels)));
        if (old.isEmpty() && alerts.size() >= MOST) {
            return;
        }
        Instant startsAt = Tree.time(
                posted, old.filter(each -> each.firing(now)).map(Held::startsAt).orElse(now), "startsAt");
        Instant endsAt = Tree.time(posted, now.plus(timeout), "endsAt");
        Held held = new Held(
                labels, map(posted.path("annotations")), startsAt, endsAt, now, Tree.text(posted, "generatorURL"));
        alerts.put(held.fingerprint(), held);
    }

    List<Held> all() {
        return new ArrayList<>(alerts.values());
    }

    List<Held> firing(Instant now) {
        return alerts.values().stream().filter(each -> each.firing(now)).toList();
    }

    /** What ended long ago. */
    void forget(Instant now) {
        alerts.values().removeIf(each -> each.endsAt().plus(REMEMBERED).isBefore(now));
    }

    /** As Prometheus' libraries reckon it: FNV-1a over names and values in order of name. */
    static String fingerprint(Map<String, String> labels) {
        long hash = FNV_OFFSET;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            hash = added(added(hash, label.getKey()), label.getValue());
        }
        return "%016x".formatted(hash);
    }

    private static long added(long hash, String text) {
        long next = hash;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            next = (next ^ (each & 0xff)) * FNV_PRIME;
        }
        return (next ^ 0xff) * FNV_PRIME;
    }

    static ObjectNode tree(Map<String, String> map) {
        ObjectNode tree = Tree.of();
        map.forEach(tree::put);
        return tree;
    }

    private static Map<String, String> map(JsonNode tree) {
        Map<String, String> map = new TreeMap<>();
        Tree.names(tree).forEach(name -> map.put(name, Tree.text(tree, name)));
        return map;
    }
}
