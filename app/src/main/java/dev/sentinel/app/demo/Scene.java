package dev.sentinel.app.demo;

import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.lab.api.ApiServer;
import dev.sentinel.lab.outside.SlackServer;
import dev.sentinel.lab.scenario.Deed;
import dev.sentinel.lab.scenario.Footprint;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.Scenario.Responding;
import dev.sentinel.lab.servers.edge.Servers;
import dev.sentinel.lab.stage.Pace;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.stage.VolumeFolders;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.transport.embedded.EmbeddedBroker;
import dev.sentinel.transport.tempo.Played;
import dev.sentinel.transport.tempo.Tempo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything around the program: the simulated cluster with its API, Nomad, the one time, and the broker when it stands apart. */
final class Scene implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Stage stage;
    private final Faults faults;
    private final Optional<ApiServer> api;
    private final Optional<Region> region;
    private final Played tempo;
    private final Optional<Apart> apart;
    private final Optional<SlackServer> slack;
    private final Pace pace;
    private final Closing closing;

    /** A broker that is not the program's own. */
    private static final class Apart implements AutoCloseable {
        private final Path folder;
        private final int port;
        private Optional<EmbeddedBroker> running;

        Apart(Path folder, int port) {
            this.folder = folder;
            this.port = port;
            this.running = Optional.of(EmbeddedBroker.start(folder, port));
        }

        void back() {
            if (running.isEmpty()) {
                running = Optional.of(EmbeddedBroker.start(folder, port));
            }
        }

        @Override
        public void close() {
            running.ifPresent(EmbeddedBroker::close);
            running = Optional.empty();
        }
    }

    private Scene(Scenario scenario, Path folder, Closing closing) throws IOException {
        Cluster cluster = scenario.setting().found(new VolumeFolders(folder.resolve("volumes")), Map.of());
        this.stage = new Stage(cluster.world());
        this.faults = new Faults(cluster);
        this.apart = scenario.sentinel().brokerApart()
                ? Optional.of(closing.closes("broker", new Apart(folder.resolve("broker"), FreePort.find())))
                : Optional.empty();
        this.slack =
                scenario.sentinel().responding().filter(Responding::inSlack).isPresent()
                        ? Optional.of(closing.closes("slack", SlackServer.open(stage::now, 0, Cast.ROOM)))
                        : Optional.empty();
        this.api = scenario.setting().nodes().isEmpty()
                ? Optional.empty()
                : Optional.of(closing.closes("api of the cluster", ApiServer.open(stage, 0)));
        Servers servers = closing.closes("telemetry", Servers.open(stage, cluster));
        this.region = scenario.setting().nomad().isPresent()
                ? Optional.of(Region.open(
                        scenario.setting().nomad().get(),
                        scenario.sentinel().host(),
                        new Region.Ground(stage, cluster, servers, folder),
                        closing))
                : Optional.empty();
        this.tempo = Tempo.from(stage.now(), 1);
        this.pace = closing.closes("pace", Pace.follow(stage, tempo.clock()));
        this.closing = closing.handOver();
    }

    /** The world lives through what was before in a moment; from then on its time is that of the tempo. */
    static Scene open(Scenario scenario, Path folder) throws IOException {
        // What was opened is closed when something after it cannot be.
        try (Closing closing = new Closing(GRACE)) {
            return new Scene(scenario, folder, closing);
        }
    }

    Stage stage() {
        return stage;
    }

    Optional<SlackServer> slack() {
        return slack;
    }

    /** What Sentinel wrote to, as the world shows it. */
    List<Footprint> footprints() {
        return stage.look(Footprint::of);
    }

    Played tempo() {
        return tempo;
    }

    /** How the program reaches the cluster, and Nomad. */
    String collectors() {
        String cluster = api.map(each -> """
                api: {url: "%s", timeout: 1m}
                kubernetes: {}
                longhorn: {metrics: false}
                """.formatted(each.uri())).orElse("");
        return cluster + region.map(Region::collectors).orElse("");
    }

    /** What may be changed beside the cluster, as a part of {@code responders}. */
    String targets() {
        return region.map(Region::targets).orElse("");
    }

    /** How it reaches its broker. */
    String broker(Path passwordFile) {
        return apart.map(each -> """
                broker:
                  uri: amqp://127.0.0.1:%d/sentinel
                  user: sentinel
                  password-file: %s
                """.formatted(each.port, passwordFile)).orElse("broker: {port: 0}\n");
    }

    void perform(Deed deed) {
        switch (deed) {
            case Deed.Happens it -> stage.play(world -> faults.happen(it.fault()));
            case Deed.AtClient it -> region.ifPresent(each -> each.happens(it));
            case Deed.BrokerLost it -> apart.ifPresent(Apart::close);
            case Deed.BrokerBack it -> apart.ifPresent(Apart::back);
            case Deed.OfPeople it -> throw new IllegalArgumentException("people do that: " + it.sentence());
        }
    }

    /** False once the world has failed. */
    boolean lives() {
        return pace.walks();
    }

    @Override
    public void close() {
        closing.close();
    }
}
