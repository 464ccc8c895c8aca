package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Survey;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.situation.Workload;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a cluster as planner and guards see it: a list of each kind, one after the other, so that the API has little to bear. */
public final class ClusterSurvey implements Survey {
    static final int MOST = 20_000;

    private final String name;
    private final Cluster cluster;
    private final String longhorn;
    private final InstantSource clock;
    private final int most;

    /**
     * Asks nothing before it is told to look.
     *
     * @param longhorn the namespace of Longhorn
     */
    public ClusterSurvey(String name, Cluster cluster, String longhorn, InstantSource clock) {
        this(name, cluster, longhorn, clock, MOST);
    }

    /** @param most objects of a kind; a kind that has more is unread */
    ClusterSurvey(String name, Cluster cluster, String longhorn, InstantSource clock, int most) {
        this.name = name;
        this.cluster = cluster;
        this.longhorn = longhorn;
        this.clock = clock;
        this.most = most;
    }

    @Override
    public Situation look() throws NoAnswer {
        return new Look().situation();
    }

    /** One look at everything. */
    private final class Look {
        private final List<Situation.Unread> unread = new ArrayList<>();
        private Optional<NoAnswer> trouble = Optional.empty();
        private boolean answered;

        private final List<JsonNode> nodes = all(Kinds.NODE, "", Optional::of, false);
        private final List<JsonNode> storages = all(Kinds.LONGHORN_NODE, longhorn, Optional::of, false);
        private final List<JsonNode> volumes = all(Kinds.LONGHORN_VOLUME, longhorn, Optional::of, false);
        private final List<JsonNode> replicas = all(Kinds.LONGHORN_REPLICA, longhorn, Optional::of, false);
        private final List<JsonNode> engines = all(Kinds.LONGHORN_ENGINE, longhorn, Optional::of, false);
        private final List<JsonNode> tickets = all(Kinds.LONGHORN_TICKETS, longhorn, Optional::of, false);
        private final List<JsonNode> managers = all(Kinds.LONGHORN_MANAGER, longhorn, Optional::of, false);
        private final List<JsonNode> settings = all(Kinds.LONGHORN_SETTING, longhorn, Optional::of, false);
        private final List<JsonNode> persistent = all(Kinds.PERSISTENT_VOLUME, "", Optional::of, false);
        private final List<JsonNode> pods = all(Kinds.POD, "", Look::telling, false);
        private final List<JsonNode> sets = all(Kinds.STATEFUL_SET, "", Optional::of, false);
        private final List<JsonNode> deployments = all(Kinds.DEPLOYMENT, "", Optional::of, false);
        private final List<JsonNode> replicaSets = all(Kinds.REPLICA_SET, "", Look::ownership, false);
        private final Map<String, WorkloadReading.Operated> operated = operated();
        private final GitOps gitOps = gitOps();

        Look() throws NoAnswer {}

        Situation situation() throws NoAnswer {
            if (!answered) {
                throw trouble.orElseThrow();
            }
            Map<String, Volume.Claim> claims = new HashMap<>();
            Map<String, Volume.Claim> byHandle = new HashMap<>();
            persistent.forEach(each -> claim(each).ifPresent(claim -> {
                claims.put(claim.namespace() + "/" + claim.name(), claim);
                if (Json.text(each, "spec", "csi", "driver").equals("driver.longhorn.io")) {
                    byHandle.put(Json.text(each, "spec", "csi", "volumeHandle"), claim);
                }
            }));
            return new Situation(
                    name, clock.instant(), machines(), volumes(byHandle), workloads(claims), values(), unread);
        }

        private List<Machine> machines() {
            Map<String, JsonNode> byName = byName(storages);
            Map<String, JsonNode> podByName = byName(pods.stream()
                    .filter(each -> Json.namespace(each).equals(longhorn))
                    .toList());
            Map<String, List<JsonNode>> managersOn = by(managers, each -> Json.text(each, "spec", "nodeID"));
            return nodes.stream()
                    .map(node -> MachineReading.machine(
                            node,
                            Optional.ofNullable(byName.get(Json.name(node))).map(MachineReading::storage),
                            managersOn.getOrDefault(Json.name(node), List.of()).stream()
                                    .map(each -> MachineReading.manager(
                                            each, Optional.ofNullable(podByName.get(Json.name(each)))))
                                    .toList()))
                    .toList();
        }

        private List<Volume> volumes(Map<String, Volume.Claim> byHandle) {
            Map<String, List<JsonNode>> replicasOf = by(replicas, each -> Json.text(each, "spec", "volumeName"));
            Map<String, List<JsonNode>> enginesOf = by(engines, each -> Json.text(each, "spec", "volumeName"));
            Map<String, JsonNode> ticketsOf = byName(tickets);
            return volumes.stream()
                    .map(each -> VolumeReading.volume(
                            each,
                            new VolumeReading.Parts(
                                    replicasOf.getOrDefault(Json.name(each), List.of()),
                                    enginesOf.getOrDefault(Json.name(each), List.of()),
                                    Optional.ofNullable(ticketsOf.get(Json.name(each)))),
                            Optional.ofNullable(byHandle.get(Json.name(each)))))
                    .toList();
        }

        private List<Workload> workloads(Map<String, Volume.Claim> claims) {
            Map<String, String> deploymentOf = new HashMap<>();
            replicaSets.forEach(each -> Json.controller(each)
                    .ifPresent(owner -> deploymentOf.put(Json.uid(each), Json.text(owner, "uid"))));
            WorkloadReading reading = new WorkloadReading(claims, pods, deploymentOf, operated, gitOps);
            List<Workload> workloads = new ArrayList<>();
            sets.forEach(each -> reading.workload(Kinds.STATEFUL_SET, each).ifPresent(workloads::add));
            deployments.forEach(each -> reading.workload(Kinds.DEPLOYMENT, each).ifPresent(workloads::add));
            return workloads;
        }

        private Map<String, String> values() {
            Map<String, String> values = new TreeMap<>();
            settings.forEach(each -> values.put(Json.name(each), Json.text(each, "value")));
            return values;
        }

        /** Those on claims, and the instance managers'; of the others there may be many, and they tell nothing here. */
        private static Optional<JsonNode> telling(JsonNode pod) {
            boolean tells = WorkloadReading.claimsOf(pod).findAny().isPresent()
                    || Json.text(pod, "metadata", "labels", "longhorn.io/component")
                            .equals("instance-manager");
            return tells ? Optional.of(pod) : Optional.empty();
        }

        private Map<String, WorkloadReading.Operated> operated() throws NoAnswer {
            Map<String, WorkloadReading.Operated> operated = new HashMap<>();
            for (ObjectKind kind : List.of(Kinds.PROMETHEUS, Kinds.ALERTMANAGER)) {
                all(kind, "", Optional::of, true)
                        .forEach(each -> operated.put(Json.uid(each), new WorkloadReading.Operated(kind, each)));
            }
            return operated;
        }

        private GitOps gitOps() throws NoAnswer {
            GitOps gitOps = new GitOps(this::flux);
            all(Kinds.APPLICATION, "", Optional::of, true).forEach(gitOps::application);
            return gitOps;
        }

        private Optional<JsonNode> flux(ObjectKind kind, String namespace, String name) throws NoAnswer {
            try {
                return cluster.get(Place.of(kind, namespace, name));
            } catch (NoAnswer e) {
                notRead(kind, String.valueOf(e.getMessage()));
                throw e;
            }
        }

        /** @param optional a kind that need not exist, and then there is nothing of it */
        private List<JsonNode> all(
                ObjectKind kind, String namespace, Function<JsonNode, Optional<JsonNode>> kept, boolean optional)
                throws NoAnswer {
            List<JsonNode> found = new ArrayList<>();
            try {
                boolean served = cluster.each(
                        kind,
                        namespace,
                        Map.of(),
                        most,
                        each -> kept.apply(each).ifPresent(found::add));
                answered = true;
                if (!served && !optional) {
                    notRead(kind, "%s has no such kind".formatted(cluster.endpoint()));
                }
                return found;
            } catch (NoAnswer e) {
                return none(kind, optional, e);
            }
        }

        private List<JsonNode> none(ObjectKind kind, boolean optional, NoAnswer why) throws NoAnswer {
            switch (why.why()) {
                case UNREACHABLE -> throw why;
                case FORBIDDEN -> {
                    answered = true;
                    if (optional && !cluster.has(kind)) {
                        return List.of();
                    }
                }
                case BROKEN -> trouble = Optional.of(why);
                case UNSUPPORTED -> answered = true;
            }
            notRead(kind, String.valueOf(why.getMessage()));
            return List.of();
        }

        /** Claims are read from the volumes that they are bound to, which say both names. */
        private void notRead(ObjectKind kind, String why) {
            unread.add(
                    new Situation.Unread(kind.equals(Kinds.PERSISTENT_VOLUME) ? Sources.CLAIMS : kind.resource(), why));
        }

        /** What is said of whose a replica set is; its template would be most of it. */
        private static Optional<JsonNode> ownership(JsonNode replicaSet) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            kept.set("metadata", replicaSet.path("metadata"));
            return Optional.of(kept);
        }

        private static Optional<Volume.Claim> claim(JsonNode volume) {
            String claim = Json.text(volume, "spec", "claimRef", "name");
            return claim.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Volume.Claim(
                            Json.text(volume, "spec", "claimRef", "namespace"), claim, Json.name(volume)));
        }

        private static Map<String, JsonNode> byName(List<JsonNode> objects) {
            Map<String, JsonNode> byName = new HashMap<>();
            objects.forEach(each -> byName.put(Json.name(each), each));
            return byName;
        }

        private static Map<String, List<JsonNode>> by(List<JsonNode> objects, Function<JsonNode, String> key) {
            return objects.stream().collect(Collectors.groupingBy(key));
        }
    }
}
