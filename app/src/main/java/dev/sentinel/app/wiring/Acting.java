package dev.sentinel.app.wiring;

import dev.sentinel.app.config.CollectorsConfig;
import dev.sentinel.app.config.RespondersConfig;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.running.Rules;
import dev.sentinel.responders.running.World;
import dev.sentinel.responders.situation.Survey;
import dev.sentinel.responders.targets.Targets;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.ClusterSurvey;
import dev.sentinel.responders.targets.kubernetes.Connection;
import dev.sentinel.responders.targets.kubernetes.KubernetesActions;
import dev.sentinel.responders.targets.longhorn.LonghornActions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What this program can see and do as it is configured, and the rules that decide about it. */
public final class Acting implements AutoCloseable {
    private final World world;
    private final Rules rules;
    private final List<Cluster> clusters;

    private Acting(World world, Rules rules, List<Cluster> clusters) {
        this.world = world;
        this.rules = rules;
        this.clusters = List.copyOf(clusters);
    }

    /**
     * Reads policy and runbooks; nothing is connected yet.
     *
     * @throws CannotStart when a file of theirs has faults
     */
    public static Acting of(SentinelConfig config, Clock clock) throws CannotStart {
        List<Action> actions = new ArrayList<>();
        Map<String, Survey> surveys = new TreeMap<>();
        List<Cluster> clusters = new ArrayList<>();
        var targets = config.responders().targets();
        api(config).ifPresent(api -> {
            var cluster = new Cluster(api.connection(), api.timeout());
            clusters.add(cluster);
            actions.addAll(KubernetesActions.of(cluster, clock));
            actions.addAll(LonghornActions.of(cluster, targets.longhornNamespace(), clock));
            surveys.put(
                    config.cluster(), new ClusterSurvey(config.cluster(), cluster, targets.longhornNamespace(), clock));
        });
        var catalog = Targets.catalog(List.of(new Targets.Site(config.cluster(), actions)));
        var world = new World(catalog, surveys, Guards.shipped());
        return new Acting(world, RuleFiles.read(config.responders(), catalog), clusters);
    }

    /** All acts there are, whatever is configured, for who only wants to read about them. */
    public static Catalog everything(Clock clock) {
        var nowhere = new Cluster(
                new Connection.Address(URI.create("http://127.0.0.1:1"), Optional.empty(), Optional.empty()),
                Duration.ofSeconds(1));
        List<Action> actions = new ArrayList<>(KubernetesActions.of(nowhere, clock));
        actions.addAll(LonghornActions.of(nowhere, "longhorn-system", clock));
        return new Catalog(actions);
    }

    /** The responders' own way to the cluster, else the one that collectors have. */
    private static Optional<RespondersConfig.Api> api(SentinelConfig config) {
        return config.responders().targets().api().or(() -> config.collectors()
                .api()
                .map(shared -> new RespondersConfig.Api(connection(shared), shared.timeout())));
    }

    private static Connection connection(CollectorsConfig.Api shared) {
        return switch (shared.connection()) {
            case dev.sentinel.collectors.kubernetes.edge.Connection.Address address ->
                new Connection.Address(address.url(), address.tokenFile(), address.caFile());
            case dev.sentinel.collectors.kubernetes.edge.Connection.Kubeconfig kubeconfig ->
                new Connection.Kubeconfig(kubeconfig.file(), kubeconfig.context());
        };
    }

    public World world() {
        return world;
    }

    public Rules rules() {
        return rules;
    }

    @Override
    public void close() {
        clusters.forEach(Cluster::close);
    }
}
