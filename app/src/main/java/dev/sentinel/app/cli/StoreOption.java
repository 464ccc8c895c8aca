package dev.sentinel.app.cli;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import java.nio.file.Files;
import java.time.Clock;
import picocli.CommandLine.Mixin;

/** The store of the configured program, for every command that reads it without asking anybody. */
final class StoreOption {

    @Mixin
    private final ConfigOption config;

    StoreOption(ConfigOption config) {
        this.config = config;
    }

    SentinelConfig configured() {
        return config.load().config();
    }

    Store open() {
        return open(configured());
    }

    /** Never makes a store: what has never run has seen nothing. */
    Store open(SentinelConfig loaded) {
        if (loaded.store() instanceof SentinelConfig.Store.Sqlite sqlite && !Files.exists(sqlite.file())) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "there is no store at %s yet; start 'sentinel run' first, or name the configuration it runs with (-c)"
                            .formatted(sqlite.file()));
        }
        try {
            return Addresses.open(loaded.store(), Clock.systemUTC());
        } catch (StoreFault e) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }
}
