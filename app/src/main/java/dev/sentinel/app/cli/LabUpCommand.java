package dev.sentinel.app.cli;

import dev.sentinel.app.lab.Plan;
import dev.sentinel.app.lab.RunningLab;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.StopSignal;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel lab up}: the simulated cluster in the foreground. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start the cluster and keep it until Ctrl-C or SIGTERM.",
            "It has storage nodes with Longhorn, and on them RabbitMQ, Loki, Alertmanager, and a Prometheus of the operator;",
            "how kubectl and a sentinel reach it is said at the start."
        })
final class LabUpCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(250);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final LabFolderOption lab = new LabFolderOption();

    @Option(
            names = "--nodes",
            paramLabel = "COUNT",
            description = "Storage nodes at the start, 1 to " + Plan.MOST_NODES + " (default: ${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description = {
                "Seconds of the cluster in one of ours, above 0 and at most 1000 (default: ${DEFAULT-VALUE}).",
                "At 1 its clock is that of this machine, as a sentinel that reads it expects."
            })
    private double speed = 1;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Of the Kubernetes API on 127.0.0.1; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private int port = 6440;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "The same seed gives the same names (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Override
    public Integer call() throws CannotStart, InterruptedException {
        var plan = plan();
        var signal = StopSignal.listen();
        var running = RunningLab.start(plan, lab.folder(), Clock.systemUTC());
        tell(running);
        while (running.walks() && !signal.await(LOOK)) {
            // Nothing to do here but to look again.
        }
        boolean failed = !running.walks();
        boolean closed = running.stop().isEmpty();
        if (failed) {
            throw new CommandFailure(
                    ExitCode.SOFTWARE,
                    "the simulated world failed, and its time stood still; report what you did with it, and --seed "
                            + seed);
        }
        return (closed ? ExitCode.OK : ExitCode.SOFTWARE).number();
    }

    private Plan plan() {
        if (nodes < 1 || nodes > Plan.MOST_NODES) {
            throw wrong("--nodes is 1 to %d, not %d".formatted(Plan.MOST_NODES, nodes));
        }
        if (!(speed > 0 && speed <= Plan.FASTEST)) {
            throw wrong("--speed is above 0 and at most %.0f, not %s".formatted(Plan.FASTEST, speed));
        }
        if (port < 0 || port > 65_535) {
            throw wrong("--port is 0 to 65535, not " + port);
        }
        return new Plan(nodes, speed, port, seed);
    }

    private static CommandFailure wrong(String what) {
        return new CommandFailure(ExitCode.USAGE, what);
    }

    private void tell(RunningLab running) {
        PrintWriter out = spec.commandLine().getOut();
        out.print("""
                The lab runs: %1$d nodes, seed %2$d, speed %3$s. Ctrl-C stops it.

                Look at it:
                  kubectl --server %4$s get volumes.longhorn.io -n longhorn-system
                  kubectl --server %4$s get pods -A -w
                  sentinel lab show%6$s

                Break it:
                  sentinel lab faults
                  sentinel lab do%6$s "join node agent-%7$d"
                  sentinel lab do%6$s "crash instance-manager on agent-%7$d"

                Read it, with this as sentinel.yaml and: sentinel run -c sentinel.yaml
                  cluster: lab
                  collectors:
                    api: {url: "%4$s"}
                    kubernetes: {}
                    longhorn: {metrics: false}
                    podlogs: {namespaces: [longhorn-system, monitoring]}
                    prometheus: {discover: true}
                    loki: {discover: true}
                    alertmanager: {discover: true}

                Prometheus: %8$s, Longhorn's own REST API: %5$s/v1/volumes
                """.formatted(
                        nodes,
                        seed,
                        speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed),
                        running.api(),
                        running.longhorn(),
                        lab.inWords(),
                        nodes + 1,
                        running.prometheus()));
        out.flush();
    }
}
