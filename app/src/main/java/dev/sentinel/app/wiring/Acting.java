package dev.sentinel.app.wiring;

import dev.sentinel.app.config.CollectorsConfig;
import dev.sentinel.app.config.RespondersConfig;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.running.RuleLibrary;
import dev.sentinel.responders.running.Rules;
import dev.sentinel.responders.running.World;
import dev.sentinel.responders.situation.Survey;
import dev.sentinel.responders.targets.Targets;
import dev.sentinel.responders.targets.alertmanager.Alertmanager;
import dev.sentinel.responders.targets.alertmanager.Expire;
import dev.sentinel.responders.targets.alertmanager.Silence;
import dev.sentinel.responders.targets.evidence.CollectEvidence;
import dev.sentinel.responders.targets.host.DirectRead;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.ClusterSurvey;
import dev.sentinel.responders.targets.kubernetes.Connection;
import dev.sentinel.responders.targets.kubernetes.KubernetesActions;
import dev.sentinel.responders.targets.longhorn.LonghornActions;
import dev.sentinel.responders.targets.nomad.Nomad;
import dev.sentinel.responders.targets.nomad.NomadActions;
import dev.sentinel.responders.targets.web.Web;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What this program can see and do as it is configured, and the rules that decide about it. */
public final class Acting implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final String NOMAD_TOKEN = "X-Nomad-Token";
    /** No cluster is called like this: what is only declared can be done nowhere. */
    private static final String NOWHERE = "-";

    private final World world;
    private final RuleLibrary rules;
    private final List<Cluster> clusters;

    private Acting(World world, RuleLibrary rules, List<Cluster> clusters) {
        this.world = world;
        this.rules = rules;
        this.clusters = List.copyOf(clusters);
    }

    /**
     * Reads policy and runbooks; nothing is connected yet.
     *
     * @throws CannotStart when a file of theirs has faults
     */
    public static Acting of(SentinelConfig config, MeterRegistry registry, Clock clock) throws CannotStart {
        List<Action> actions = new ArrayList<>(beside(config, clock));
        Map<String, Survey> surveys = new TreeMap<>();
        List<Cluster> clusters = new ArrayList<>();
        api(config).ifPresent(api -> {
            var cluster = new Cluster(api.connection(), api.timeout());
            String longhorn = config.responders().targets().longhornNamespace();
            clusters.add(cluster);
            actions.addAll(inCluster(cluster, longhorn, shelf(config), clock));
            surveys.put(config.cluster(), new ClusterSurvey(config.cluster(), cluster, longhorn, clock));
        });
        var site = new Targets.Site(config.cluster(), actions);
        var nowhere = new Targets.Site(NOWHERE, declared(clock));
        var catalog = Targets.catalog(List.of(nowhere, site));
        var world = new World(catalog, surveys, Guards.shipped());
        return new Acting(world, RuleFiles.library(config.responders(), catalog, registry), clusters);
    }

    /** All acts there are, for who only wants to read about them. */
    public static Catalog everything(Clock clock) {
        return new Catalog(declared(clock));
    }

    private static List<Action> declared(Clock clock) {
        URI nobody = URI.create("http://127.0.0.1:1");
        var cluster =
                new Cluster(new Connection.Address(nobody, Optional.empty(), Optional.empty()), Duration.ofSeconds(1));
        var web = new Web(Web.Address.open(nobody), Duration.ofSeconds(1), LARGEST_ANSWER);
        List<Action> actions = new ArrayList<>(
                inCluster(cluster, "longhorn-system", new CollectEvidence.Shelf(Path.of("."), 1), clock));
        actions.addAll(NomadActions.of(new Nomad(web), clock));
        actions.addAll(silences(new Alertmanager(web), clock));
        actions.add(new DirectRead("", clock));
        return actions;
    }

    private static List<Action> inCluster(Cluster cluster, String longhorn, CollectEvidence.Shelf shelf, Clock clock) {
        List<Action> actions = new ArrayList<>(KubernetesActions.of(cluster, clock));
        actions.addAll(LonghornActions.of(cluster, longhorn, clock));
        actions.add(new CollectEvidence(cluster, longhorn, shelf, Map.of(), clock));
        return actions;
    }

    /** What is acted on without the API of a cluster. */
    private static List<Action> beside(SentinelConfig config, Clock clock) {
        var targets = config.responders().targets();
        List<Action> actions = new ArrayList<>();
        targets.nomad().ifPresent(nomad -> {
            var address = new Web.Address(nomad.url(), NOMAD_TOKEN, nomad.tokenFile());
            actions.addAll(NomadActions.of(new Nomad(new Web(address, PATIENCE, LARGEST_ANSWER)), clock));
        });
        targets.alertmanager().ifPresent(url -> {
            var web = new Web(Web.Address.open(url), PATIENCE, LARGEST_ANSWER);
            actions.addAll(silences(new Alertmanager(web), clock));
        });
        actions.add(new DirectRead(Host.name(), clock));
        return actions;
    }

    private static List<Action> silences(Alertmanager alertmanager, Clock clock) {
        return List.of(new Silence(alertmanager, clock), new Expire(alertmanager, clock));
    }

    private static CollectEvidence.Shelf shelf(SentinelConfig config) {
        var evidence = config.responders().evidence();
        return new CollectEvidence.Shelf(evidence.folder(), evidence.mostEach().bytes());
    }

    /** The responders' own way to the cluster, else the one that collectors have. */
    private static Optional<RespondersConfig.Api> api(SentinelConfig config) {
        return config.responders()
                .targets()
                .api()
                .or(() -> config.collectors()
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
        return rules.get();
    }

    @Override
    public void close() {
        rules.close();
        clusters.forEach(Cluster::close);
    }
}
