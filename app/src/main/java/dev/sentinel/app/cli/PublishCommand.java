package dev.sentinel.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sentinel.app.output.Printable;
import dev.sentinel.app.publish.FilePublisher;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.NotNow;
import dev.sentinel.transport.courier.Parcels;
import dev.sentinel.transport.courier.Round;
import dev.sentinel.transport.routing.Partitions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel publish}: events from a file, each confirmed by the broker. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Publish events, one in proto3 JSON on each line, and say what became of them.",
            "Publishing a file twice is harmless: receivers know what they have seen."
        })
final class PublishCommand implements Callable<Integer> {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final int MOST_PARKED = 1_000;
    private static final int PARCEL_EVENTS = 200;
    private static final int PARCEL_BYTES = 200 << 10;
    private static final long EVERY_NANOS = 500_000_000L;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config;

    @Mixin
    private final BusOption broker = new BusOption();

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "Give up when nothing was confirmed for so long (default: ${DEFAULT-VALUE}).")
    private int patienceSeconds = 60;

    @Option(names = "--no-check", description = "Send events that are against the contract too; receivers park them.")
    private boolean noCheck;

    PublishCommand(ConfigOption config) {
        this.config = config;
    }

    @Override
    public Integer call() throws InterruptedException {
        var loaded = config.load().config();
        try (BufferedReader lines = open();
                Bus bus = broker.connect(loaded)) {
            var parcels = new Parcels(new Partitions(loaded.partitions()), PARCEL_EVENTS, PARCEL_BYTES);
            Optional<Contract> contract = noCheck ? Optional.empty() : Optional.of(new Contract());
            var publisher = new FilePublisher(
                    new Round(bus, parcels), new Telling(), Duration.ofSeconds(patienceSeconds), contract);
            var started = CLOCK.instant();
            var report = publisher.publish(lines);
            return tell(report, parkedSince(bus, started));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "cannot read %s: %s".formatted(file, e));
        }
    }

    private BufferedReader open() throws IOException {
        // Bytes that are not UTF-8 become replacement characters, which then fail as JSON or arrive as such.
        var decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        var stream = file.equals(Path.of("-")) ? System.in : Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(stream, decoder));
    }

    /** Receivers work on while we look, so this is what is known now. */
    private static String parkedSince(Bus bus, Instant started) {
        try {
            var parked = bus.parking().list(MOST_PARKED).stream()
                    .filter(each -> !each.at().isBefore(started))
                    .count();
            return Long.toString(parked);
        } catch (NotNow unknown) {
            // What was confirmed stays confirmed: the broker may just have come back for publishing only.
            return "unknown (" + unknown.getMessage() + ")";
        }
    }

    private int tell(FilePublisher.Report report, String parked) {
        spec.commandLine()
                .getOut()
                .printf(
                        "confirmed %d, refused %d, unconfirmed %d, parked meanwhile %s%n",
                        report.confirmed(), report.refused(), report.unconfirmed(), parked);
        if (report.unconfirmed() > 0) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "gave up after %d s without a confirm: %s. Publish the file again when the broker is back."
                            .formatted(patienceSeconds, report.problem()));
        }
        return (report.refused() > 0 ? ExitCode.USAGE : ExitCode.OK).number();
    }

    /** Progress on stderr, often enough to see that it lives. */
    private final class Telling implements FilePublisher.Progress {

        private final PrintWriter err = spec.commandLine().getErr();
        private long last = System.nanoTime();

        @Override
        public void confirmed(long soFar) {
            if (System.nanoTime() - last > EVERY_NANOS) {
                last = System.nanoTime();
                err.printf("confirmed %d%n", soFar);
            }
        }

        @Override
        public void refused(long line, String why) {
            err.printf("line %d refused: %s%n", line, Printable.escape(why));
        }

        @Override
        public void waiting(String why) {
            err.printf("waiting for the broker: %s%n", Printable.escape(why));
        }
    }
}
