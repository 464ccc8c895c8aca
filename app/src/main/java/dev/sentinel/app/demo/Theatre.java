package dev.sentinel.app.demo;

import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.tempo.Tempo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where scenarios are played: a folder with the volumes of the simulated cluster, the configuration and the data of the
 * program, which is the same that {@code sentinel run} starts.
 */
public final class Theatre {
    private final ConfigReader reader;
    private final Program program;
    private final Curtain curtain;

    /** Starts the program in all its roles. */
    @FunctionalInterface
    public interface Program {
        Running start(SentinelConfig config, Tempo tempo) throws CannotStart;
    }

    /**
     * How somebody wants to see it.
     *
     * @param haste how many times as fast as the scenario itself wants
     * @param byHand whether the approvals of the scenario are left to whoever watches
     */
    public record Manner(double haste, boolean byHand) {}

    /** The curtain ends a play early when it falls. */
    public Theatre(ConfigReader reader, Program program, Curtain curtain) {
        this.reader = reader;
        this.program = program;
        this.curtain = curtain;
    }

    /**
     * Plays a scenario from its beginning to its end.
     *
     * @param haste how many times as fast as the scenario itself wants
     */
    public Verdict play(Scenario scenario, Path folder, double haste, Narrator narrator)
            throws CannotStart, IOException, InterruptedException {
        return play(scenario, folder, new Manner(haste, false), narrator);
    }

    /** The same, in the manner that somebody wants. */
    public Verdict play(Scenario scenario, Path folder, Manner manner, Narrator narrator)
            throws CannotStart, IOException, InterruptedException {
        long started = System.nanoTime();
        narrator.opens(scenario);
        try (Scene scene = Scene.open(scenario, folder)) {
            int port = FreePort.find();
            var troupe = new Troupe(scenario.sentinel().responding(), folder);
            var reporter = Reporter.of(scenario.recorded(), port);
            SentinelConfig config =
                    configuration(scenario, scene, folder, troupe.section(scene.slack(), scene.targets()), port);
            Running running = program.start(config, scene.tempo());
            try (var store = Addresses.open(config.store(), scene.tempo().clock());
                    Counters counters = new Counters(port)) {
                var observer = new Observer(store, new Partitions(config.partitions()).of(config.cluster()));
                var chronicle = new Chronicle(store);
                var doors = new Cast.Doors(config.cluster(), config.server().listen(), troupe.tokens(), scene.slack());
                var cast = new Cast(doors, chronicle, curtain);
                var watching = new Play.Watching(
                        observer,
                        chronicle,
                        counters,
                        narrator,
                        config.collectors().heartbeat());
                var play =
                        new Play(scenario, scene, watching, new Play.Playing(manner, cast, troupe, reporter, curtain));
                Verdict verdict = play.run(started);
                narrator.ends(verdict);
                return verdict;
            } finally {
                // What it still waits for is the machine's.
                scene.tempo().speed(1);
                var unused = running.stop();
            }
        }
    }

    private SentinelConfig configuration(Scenario scenario, Scene scene, Path folder, String responders, int port)
            throws IOException {
        String text = """
                cluster: lab
                data: data
                server: {listen: "127.0.0.1:%d"}
                %s%s%s%s%s""".formatted(
                        port,
                        scene.broker(password(folder)),
                        scenario.sentinel().brokerApart() ? around(port) : "",
                        block(scenario.sentinel().more()),
                        responders,
                        collectors(scenario, scene));
        Path file = Files.writeString(folder.resolve("sentinel.yaml"), text);
        return switch (reader.read(file)) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid ->
                throw new IllegalArgumentException("the scenario's configuration is wrong: " + invalid.problems());
        };
    }

    /** The ways that facts and incidents take while the broker is away. */
    private static String around(int port) {
        return """
                ingest: {addresses: ["127.0.0.1:%d"]}
                incidents: {addresses: ["127.0.0.1:%d"]}
                """.formatted(port, port);
    }

    /** Of what was recorded there is nothing left to read. */
    private static String collectors(Scenario scenario, Scene scene) {
        String all = scenario.recorded().isEmpty()
                ? scene.collectors() + block(scenario.sentinel().collectors())
                : "";
        return all.isEmpty() ? "" : "collectors:\n" + all.indent(2);
    }

    static String block(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** The broker that stands apart keeps its password in its own folder; the program wants it guarded. */
    private static Path password(Path folder) throws IOException {
        Path file = folder.resolve("broker").resolve("password");
        if (Files.exists(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }
}
