package dev.sentinel.app.cli;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.app.wiring.Host;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.LinkState;
import dev.sentinel.transport.bus.TlsFault;
import dev.sentinel.transport.embedded.BrokerFault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** {@code --wait}, for every command that talks to the broker of a running system. */
final class BusOption {

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the broker (default: ${DEFAULT-VALUE}).")
    private int waitSeconds = 10;

    Duration patience() {
        return Duration.ofSeconds(waitSeconds);
    }

    /** A connected bus, or a failure that says what to do. */
    Bus connect(SentinelConfig config) throws InterruptedException {
        Bus bus = open(config);
        long deadline = System.nanoTime() + patience().toNanos();
        while (!usable(bus)) {
            if (System.nanoTime() > deadline) {
                String why = Host.trouble(bus.publishing())
                        .or(() -> Host.trouble(bus.consuming()))
                        .orElse("no answer");
                bus.close();
                throw new CommandFailure(
                        ExitCode.UNAVAILABLE,
                        "the broker cannot be used: %s. Is it running? For the embedded broker: start 'sentinel run' first."
                                .formatted(why));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return bus;
    }

    private static boolean usable(Bus bus) {
        return !(bus.publishing() instanceof LinkState.Down) && bus.consuming() instanceof LinkState.Up;
    }

    private static Bus open(SentinelConfig config) {
        try {
            var address = Addresses.broker(config.broker().endpoint());
            return Bus.open(
                    Addresses.bus(
                            config,
                            address.orElseThrow(() -> new CommandFailure(
                                    ExitCode.UNAVAILABLE,
                                    "no sentinel has run with this configuration yet, so there is no embedded broker;"
                                            + " start 'sentinel run' first, or name a broker in the configuration")),
                            Host.clientName()),
                    new SimpleMeterRegistry(),
                    Clock.systemUTC());
        } catch (BrokerFault | TlsFault e) {
            throw new CommandFailure(
                    ExitCode.DENIED, Optional.ofNullable(e.getMessage()).orElse("broker fault"));
        }
    }
}
