package dev.sentinel.app.cli;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.correlator.running.Quiets;
import dev.sentinel.v1.MaintenanceWindow;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sentinel maintenance add}. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = "Keep incidents quiet that are about these things, or that these things suffer from.")
final class MaintenanceAddCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final StoreOption store;

    @Mixin
    private final QuietOption quiet = new QuietOption();

    @Mixin
    private final RefsArgument things = new RefsArgument();

    @Option(names = "--cluster", paramLabel = "NAME", description = "Their cluster (default: the configured one).")
    private Optional<String> cluster = Optional.empty();

    MaintenanceAddCommand(StoreOption store) {
        this.store = store;
    }

    @Override
    public Integer call() {
        var config = store.configured();
        try (var open = store.open(config)) {
            var now = open.read(sql -> sql.now());
            var wanted = MaintenanceWindow.newBuilder()
                    .setCluster(cluster.orElse(config.cluster()))
                    .addAllTargets(things.read())
                    .setStartsAt(QuietOption.at(now))
                    .setEndsAt(quiet.end(now))
                    .setCreatedBy(quiet.owner())
                    .setComment(quiet.comment());
            var window = wanted.setId(QuietOption.id(now, wanted.build().toByteArray()))
                    .build();
            if (!open.writeNow(sql -> Quiets.add(sql, window))) {
                throw new CommandFailure(
                        ExitCode.CONFLICT,
                        "there are %d maintenance windows already; end some first".formatted(Quiets.MOST));
            }
            spec.commandLine()
                    .getOut()
                    .printf("%s holds until %s%n", window.getId(), IncidentText.time(window.getEndsAt()));
        }
        return ExitCode.OK.number();
    }
}
