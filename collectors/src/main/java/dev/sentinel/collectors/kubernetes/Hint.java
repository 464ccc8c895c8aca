package dev.sentinel.collectors.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.ThingKind;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.Optional;

/**
 * An Event object in either of its two views, v1 and events.k8s.io/v1 (domain page 6.3).
 *
 * @param about what it happened to
 * @param field the part of it, "spec.containers{prometheus}" for example
 */
public record Hint(
        String uid,
        Ref about,
        String apiVersion,
        String kind,
        String field,
        String reason,
        String message,
        boolean warning,
        String component,
        String instance,
        int count,
        Optional<Instant> firstAt,
        Optional<Instant> lastAt) {

    private static final String COMBINED = "(combined from similar events): ";

    /** Reads one; nothing when it does not say about what or why. */
    public static Optional<Hint> of(JsonNode json) {
        Tree event = new Tree(json);
        Tree about = either(event.at("involvedObject"), event.at("regarding"));
        String reason = event.at("reason").word();
        String name = about.at("name").name();
        if (reason.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        String apiVersion = about.at("apiVersion").name();
        String kind = about.at("kind").word();
        String thing = ThingKind.of(apiVersion, kind);
        boolean clusterWide = thing.equals("kubernetes.node") || thing.equals("kubernetes.persistent_volume");
        String namespace = clusterWide ? "" : about.at("namespace").name();
        // Of a node's events the uid is its name, for old kubelets know no other.
        String uid = clusterWide ? "" : about.at("uid").word();
        return Optional.of(new Hint(
                event.at("metadata", "uid").word(),
                Refs.of(thing, namespace, name, uid),
                apiVersion,
                kind,
                about.at("fieldPath").name(),
                reason,
                either(event.at("message"), event.at("note")).message(),
                event.at("type").word().equals("Warning"),
                component(event),
                either(event.at("reportingInstance"), source(event).at("host")).name(),
                occurrences(event),
                firstAt(event),
                lastAt(event)));
    }

    /** Whether the sender folded several messages into this one. */
    boolean combined() {
        return message.startsWith(COMBINED);
    }

    /** The message without the note that it stands for others. */
    public String text() {
        return combined() ? message.substring(COMBINED.length()) : message;
    }

    private static String component(Tree event) {
        return either(
                        either(event.at("reportingComponent"), event.at("reportingController")),
                        source(event).at("component"))
                .name();
    }

    private static Tree source(Tree event) {
        return either(event.at("source"), event.at("deprecatedSource"));
    }

    private static int occurrences(Tree event) {
        int series = event.at("series", "count").count();
        int count = either(event.at("count"), event.at("deprecatedCount")).count();
        return Math.max(1, series > 0 ? series : count);
    }

    private static Optional<Instant> lastAt(Tree event) {
        return event.at("series", "lastObservedTime")
                .time()
                .or(() -> either(event.at("lastTimestamp"), event.at("deprecatedLastTimestamp"))
                        .time())
                .or(() -> event.at("eventTime").time())
                .or(() -> firstAt(event));
    }

    private static Optional<Instant> firstAt(Tree event) {
        return either(event.at("firstTimestamp"), event.at("deprecatedFirstTimestamp"))
                .time()
                .or(() -> event.at("eventTime").time())
                .or(() -> event.at("metadata", "creationTimestamp").time());
    }

    private static Tree either(Tree one, Tree other) {
        return one.present() && !(one.node().isTextual() && one.node().asText().isEmpty()) ? one : other;
    }
}
