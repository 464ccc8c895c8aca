package dev.sentinel.app.cli;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.config.SentinelConfig.Broker;

/** What a single role needs: a broker that the other roles reach too. */
final class SharedBroker {
    private SharedBroker() {}

    static void demand(SentinelConfig config, String command) {
        if (config.broker().endpoint() instanceof Broker.Embedded) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    ("'sentinel %s' needs a broker that others reach too: set broker.uri,"
                                    + " or use 'sentinel run', which brings its own")
                            .formatted(command));
        }
    }
}
