package dev.sentinel.responders.targets.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.OperationKey;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.Place;
import dev.sentinel.responders.targets.kubernetes.Sights;
import dev.sentinel.responders.targets.web.Reply;
import dev.sentinel.responders.targets.web.Web;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads what tells about a thing before it ages away: its objects and those around it, their events, the ends of their logs, and what
 * servers answer. Nothing in what is read is followed; only objects point to other objects. What could not be read is named in the bundle.
 */
public final class CollectEvidence implements Action {
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final int MOST_BUNDLES = 1000;
    private static final int MOST_EVENTS = 5000;
    private static final int LOG_BYTES = 1 << 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int TIME_LENGTH = "20260101T000000Z".length();
    private static final int KEY_LENGTH = 12;

    private static final Declaration DECLARATION = new Declaration(
            "evidence.collect",
            "What tells about a thing is read and kept in a bundle: objects, events, logs, answers",
            RiskTier.RISK_TIER_READ,
            List.of(
                    "kubernetes.node",
                    "kubernetes.pod",
                    "kubernetes.persistent_volume_claim",
                    "kubernetes.persistent_volume",
                    "kubernetes.statefulset",
                    "kubernetes.deployment",
                    "kubernetes.volume_attachment",
                    "longhorn.node",
                    "longhorn.volume",
                    "longhorn.replica",
                    "longhorn.engine",
                    "longhorn.instance_manager",
                    "longhorn.setting",
                    "monitoring.prometheus",
                    "monitoring.alertmanager",
                    "prometheus.server",
                    "loki.server",
                    "victoria.server",
                    "host.machine"),
            List.of(Parameter.optional("incident", Parameter.Type.TEXT, "which incident it is kept for")),
            List.of("The API and the servers are read from; no more than the limit is kept"),
            Duration.ofMinutes(5),
            new WayBack.Unchanging(),
            "get and list what the bundle is about, events, pods/log; write to the folder for bundles",
            List.of("pause"));

    /**
     * Where bundles are kept.
     *
     * @param largest bundle in bytes
     */
    public record Shelf(Path folder, long largest) {}

    private final Cluster cluster;
    private final String longhorn;
    private final Shelf shelf;
    private final Map<String, Web> servers;
    private final InstantSource clock;

    /**
     * Writes nothing before it is asked.
     *
     * @param servers that are asked for their own state, by namespace and name: "monitoring/prometheus-k8s-0"
     */
    public CollectEvidence(
            Cluster cluster, String longhorn, Shelf shelf, Map<String, Web> servers, InstantSource clock) {
        this.cluster = cluster;
        this.longhorn = longhorn;
        this.shelf = shelf;
        this.servers = Map.copyOf(servers);
        this.clock = clock;
    }

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    /** A bundle of the last minutes is as good as a new one. */
    @Override
    public Sight observe(Order order) throws NoAnswer {
        String oldest = TIME.format(clock.instant().minus(FRESH));
        Optional<String> bundle = bundles().stream()
                .filter(each -> thing(each).equals(thing(order)))
                .filter(each -> each.compareTo(oldest) >= 0)
                .max(Comparator.naturalOrder());
        return new Sight(
                Sights.target(order, order.target().getUid(), "", Map.of("bundle", bundle.orElse("")), clock),
                bundle.isPresent() ? Sight.Standing.AS_ORDERED : Sight.Standing.OTHERWISE,
                Optional.empty());
    }

    @Override
    public List<FieldChange> rehearse(Order order) {
        return List.of();
    }

    @Override
    public Outcome execute(Order order, OperationKey key) {
        try {
            String mark = mark(key);
            List<String> there = bundles();
            Optional<String> done =
                    there.stream().filter(each -> each.endsWith("-" + mark)).findFirst();
            if (done.isPresent()) {
                return new Outcome.AlreadyDone("bundle " + done.get() + " is there");
            }
            if (there.size() >= MOST_BUNDLES) {
                return new Outcome.Refused(
                        "evidence-space",
                        "%s holds %d bundles, which is the limit".formatted(shelf.folder(), there.size()),
                        "Move old bundles away.");
            }
            String name = "%s-%s-%s".formatted(TIME.format(clock.instant()), thing(order), mark);
            Bundle bundle = Bundle.begin(shelf.folder(), name, shelf.largest());
            List<String> missing = fill(bundle, order);
            bundle.end(shelf.folder().resolve(name));
            return new Outcome.Done(
                    "bundle %s has %d files, %d bytes%s"
                            .formatted(
                                    name,
                                    bundle.files(),
                                    bundle.size(),
                                    missing.isEmpty() ? "" : "; %d things could not be read".formatted(missing.size())),
                    List.of());
        } catch (NoAnswer e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()), e.passing());
        } catch (IOException e) {
            return new Outcome.Failed(
                    "the bundle cannot be written below %s: %s".formatted(shelf.folder(), e.getMessage()), true);
        }
    }

    /** Writes everything; says what is not there and why. */
    private List<String> fill(Bundle bundle, Order order) throws IOException {
        Round round = new Round(cluster, longhorn);
        List<Place> places = round.about(order.target());
        List<String> missing = new ArrayList<>(round.missing());
        for (Place place : places) {
            try {
                Optional<JsonNode> object = cluster.get(place);
                if (object.isEmpty()) {
                    missing.add(place + ": there is none");
                    continue;
                }
                keep(bundle, file(place) + ".json", Shown.of(object.get()), missing);
                if (place.kind().equals(Kinds.POD)) {
                    logs(bundle, place, object.get(), missing);
                }
            } catch (NoAnswer e) {
                missing.add(place + ": " + e.getMessage());
            }
        }
        events(bundle, places, missing);
        answers(bundle, order.target(), missing);
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about.put("cluster", order.cluster());
        about.put("kind", order.target().getKind());
        about.put("namespace", order.target().getNamespace());
        about.put("name", order.target().getName());
        about.put("incident", order.arguments().text("incident").orElse(""));
        about.put("at", clock.instant().toString());
        missing.forEach(about.putArray("missing")::add);
        keep(bundle, "about.json", about.toPrettyString(), missing);
        return missing;
    }

    private void logs(Bundle bundle, Place place, JsonNode pod, List<String> missing) throws IOException {
        for (JsonNode container : Json.items(pod, "spec", "containers").toList()) {
            String name = Json.text(container, "name");
            for (boolean previous : new boolean[] {false, true}) {
                try {
                    Optional<String> log = cluster.log(place, name, previous, LOG_BYTES);
                    if (log.isPresent()) {
                        keep(
                                bundle,
                                "%s-%s%s.log".formatted(file(place), name, previous ? "-before" : ""),
                                log.get(),
                                missing);
                    }
                } catch (NoAnswer e) {
                    missing.add("the log of %s of %s: %s".formatted(name, place, e.getMessage()));
                }
            }
        }
    }

    /** Of each namespace once, those about what is in the bundle. */
    private void events(Bundle bundle, List<Place> places, List<String> missing) throws IOException {
        Map<String, Set<String>> names = new TreeMap<>();
        for (Place place : places) {
            String namespace = place.kind().namespaced() ? place.namespace() : "default";
            names.computeIfAbsent(namespace, any -> new TreeSet<>()).add(place.name());
        }
        for (Map.Entry<String, Set<String>> each : names.entrySet()) {
            ArrayNode found = JsonNodeFactory.instance.arrayNode();
            try {
                cluster.each(Kinds.EVENT, each.getKey(), Map.of(), MOST_EVENTS, event -> {
                    if (each.getValue().contains(Json.text(event, "involvedObject", "name"))) {
                        found.add(event);
                    }
                });
                keep(bundle, "events-" + each.getKey() + ".json", found.toPrettyString(), missing);
            } catch (NoAnswer e) {
                missing.add("events in %s: %s".formatted(each.getKey(), e.getMessage()));
            }
        }
    }

    private void answers(Bundle bundle, Ref target, List<String> missing) throws IOException {
        Optional<Web> server = Optional.ofNullable(servers.get(target.getNamespace() + "/" + target.getName()));
        if (server.isEmpty()) {
            return;
        }
        for (String path : List.of("/-/ready", "/api/v1/status/walreplay", "/api/v1/status/tsdb", "/metrics")) {
            Reply reply = server.get().get(path);
            if (reply instanceof Reply.Answer answer) {
                keep(bundle, "answer%s-%d.txt".formatted(path, answer.code()), answer.body(), missing);
            } else {
                missing.add("%s%s: no answer".formatted(server.get().endpoint(), path));
            }
        }
    }

    private static void keep(Bundle bundle, String name, String text, List<String> missing) throws IOException {
        if (!bundle.add(name, text)) {
            missing.add(name + ": there was no room for all of it");
        }
    }

    private static String file(Place place) {
        return place.kind().resource() + "-" + (place.namespace().isEmpty() ? "" : place.namespace() + "-")
                + place.name();
    }

    private List<String> bundles() throws NoAnswer {
        try {
            Files.createDirectories(shelf.folder());
            try (Stream<Path> all = Files.list(shelf.folder())) {
                return all.map(each -> String.valueOf(each.getFileName()))
                        .filter(each -> !each.startsWith(".") && each.length() > TIME_LENGTH + KEY_LENGTH + 2)
                        .toList();
            }
        } catch (IOException | UncheckedIOException e) {
            throw new NoAnswer(
                    NoAnswer.Why.BROKEN,
                    "the folder for bundles, %s, cannot be read: %s".formatted(shelf.folder(), e.getMessage()),
                    e);
        }
    }

    private static String thing(Order order) {
        return Bundle.safe("%s.%s.%s"
                .formatted(
                        order.target().getKind(),
                        order.target().getNamespace(),
                        order.target().getName()));
    }

    private static String thing(String bundle) {
        return bundle.substring(TIME_LENGTH + 1, bundle.length() - KEY_LENGTH - 1);
    }

    private static String mark(OperationKey key) {
        return HexFormat.of()
                .formatHex(Bundle.sha256().digest(key.value().getBytes(StandardCharsets.UTF_8)))
                .substring(0, KEY_LENGTH);
    }
}
