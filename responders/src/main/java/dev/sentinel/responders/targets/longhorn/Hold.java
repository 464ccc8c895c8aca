package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Field;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.Place;
import dev.sentinel.responders.targets.kubernetes.VolumeReading;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a volume detached. Longhorn has no switch for that: a volume is attached when somebody has a ticket for it, and tickets are
 * made by pods that are placed, by moving and mending copies, and by hand. A ticket of our own would attach the volume, and
 * nothing else may be written that keeps others out (domain 5.4). So a volume is held by taking away every reason to attach it, which
 * is the work of the steps before: who restores the writers is suspended, the writers are stopped, and Longhorn's salvage is off.
 *
 * <p>This act comes last. It looks whether all of that is so: detached, no ticket left, no copy being moved, and nothing that Longhorn
 * would do to the volume by itself. Only then it leaves a mark that says who holds the volume and why, for people and for
 * Sentinel, and from then on whoever looks sees whether the hold is broken: the order counts as fulfilled only while the volume is
 * detached and nobody has a ticket.
 */
record Hold(String namespace) implements InLonghorn {
    static final String MARK = "sentinel.io/held";
    private static final String REASON = "reason";
    private static final int LONGEST = 200;

    private static final Declaration DECLARATION = new Declaration(
            "longhorn.volume.hold",
            "A volume that came to rest detached is marked as held, and watched that it stays so",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.LONGHORN_VOLUME.thing()),
            List.of(Parameter.optional("reason", Parameter.Type.TEXT, "who holds it and why: the incident")),
            List.of("Who needs the volume waits; nothing else keeps it detached than that nobody asks for it"),
            Duration.ofSeconds(30),
            new WayBack.By("longhorn.volume.let_go", Duration.ofDays(3)),
            "get, patch volumes.longhorn.io; get volumeattachments.longhorn.io, settings.longhorn.io; list replicas.longhorn.io, engines.longhorn.io in longhorn-system",
            List.of("volume-share"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        String now = Json.text(found.object(), "metadata", "annotations", MARK);
        String reason = order.arguments().text(REASON).orElse(now.isEmpty() ? "held by Sentinel" : now);
        return List.of(Field.of(
                reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST), "metadata", "annotations", MARK));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) throws NoAnswer {
        return heldFacts(found, cluster, namespace);
    }

    /** Before it is held the volume's state is no fact: the steps that stop its writers change it, and must not void the plan. */
    static Map<String, String> heldFacts(Found found, Cluster cluster, String namespace) throws NoAnswer {
        String held = Json.text(found.object(), "metadata", "annotations", MARK);
        if (held.isEmpty()) {
            return Map.of("held", "");
        }
        return Map.of(
                "held",
                held,
                "state",
                Json.text(found.object(), "status", "state"),
                "tickets",
                String.join(", ", tickets(found, cluster, namespace)));
    }

    @Override
    public boolean stands(Found found, Cluster cluster) throws NoAnswer {
        return isDetached(found) && tickets(found, cluster, namespace).isEmpty();
    }

    @Override
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) throws NoAnswer {
        List<String> tickets = tickets(found, cluster, namespace);
        if (!isDetached(found) || !tickets.isEmpty()) {
            return Optional.of(
                    new Outcome.Refused(
                            "detached",
                            "%s is %s%s"
                                    .formatted(
                                            found.place(),
                                            Json.text(found.object(), "status", "state"),
                                            tickets.isEmpty() ? "" : ", wanted by " + String.join(", ", tickets)),
                            "Stop its writers and what restores them, and wait until it is detached; a ticket of a backup or a snapshot ends with that."));
        }
        return wouldAttach(found, cluster)
                .map(why -> new Outcome.Refused(
                        "detached", why, "Switch that off first, and let the volume be held then."));
    }

    /** What Longhorn would do to a detached volume by itself. */
    private Optional<String> wouldAttach(Found found, Cluster cluster) throws NoAnswer {
        List<Replica> replicas = new ArrayList<>();
        boolean leaving = false;
        for (JsonNode each :
                new VolumeParts(namespace, cluster).of(found.place().name()).replicas()) {
            replicas.add(VolumeReading.replica(each, ""));
            leaving |= Json.flag(each, "spec", "evictionRequested");
        }
        if (leaving) {
            return Optional.of("a copy of %s is being moved away, and Longhorn attaches the volume for that"
                    .formatted(found.place()));
        }
        long safe = replicas.stream().filter(Replica::isSafeAlone).count();
        // Only a volume whose copies have all failed is salvaged.
        if (safe == 0 && !setting("auto-salvage", cluster).equals("false")) {
            return Optional.of(
                    "Longhorn may salvage %s, which has no good copy, while its setting auto-salvage is not false"
                            .formatted(found.place()));
        }
        boolean rebuilds =
                Json.text(found.object(), "spec", "offlineRebuilding").equals("enabled")
                        || setting("offline-replica-rebuilding", cluster).contains("true");
        return rebuilds && safe > 0 && safe < Json.number(found.object(), "spec", "numberOfReplicas")
                ? Optional.of("Longhorn makes the missing copies of %s while it is detached, and attaches it for that"
                        .formatted(found.place()))
                : Optional.empty();
    }

    private String setting(String name, Cluster cluster) throws NoAnswer {
        return cluster.get(Place.of(Kinds.LONGHORN_SETTING, namespace, name))
                .map(each -> Json.text(each, "value"))
                .orElse("");
    }

    private static boolean isDetached(Found found) {
        return Json.text(found.object(), "status", "state").equals("detached");
    }

    private static List<String> tickets(Found found, Cluster cluster, String namespace) throws NoAnswer {
        return cluster.get(Place.of(
                        Kinds.LONGHORN_TICKETS, namespace, found.place().name()))
                .map(VolumeReading::tickets)
                .orElse(List.of());
    }
}
