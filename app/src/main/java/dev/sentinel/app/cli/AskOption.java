package dev.sentinel.app.cli;

import dev.sentinel.app.config.HostPort;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.remote.Remote;
import dev.sentinel.v1.ResponseServiceGrpc.ResponseServiceBlockingStub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the program that acts is, and who asks it; for every command that wants something of it. */
final class AskOption {
    private static final int LONGEST_TOKEN = 4096;

    @Mixin
    private final ConfigOption config;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "The program that acts (default: server.listen of the configuration).")
    private Optional<String> server = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Your token, as in responders.people. Deciding needs one; looking does where people are configured.")
    private Optional<Path> token = Optional.empty();

    AskOption(ConfigOption config) {
        this.config = config;
    }

    ConfigOption config() {
        return config;
    }

    <T> T ask(Function<ResponseServiceBlockingStub, T> question) {
        try {
            return Remote.at(address(), token.map(AskOption::read)).ask(question);
        } catch (Remote.Refusal e) {
            throw new CommandFailure(code(e.kind()), Printable.escape(String.valueOf(e.getMessage())));
        }
    }

    private HostPort address() {
        if (server.isEmpty()) {
            return config.load().config().server().listen();
        }
        return HostPort.read(server.get())
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "--server: \"%s\" is not an address; write one like 127.0.0.1:8484"
                                .formatted(Printable.escape(server.get()))));
    }

    private static String read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the token file %s cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static ExitCode code(Remote.Refusal.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case DENIED -> ExitCode.DENIED;
            case CONFLICT -> ExitCode.CONFLICT;
            case WRONG -> ExitCode.USAGE;
            case UNAVAILABLE -> ExitCode.UNAVAILABLE;
            case BROKEN -> ExitCode.SOFTWARE;
        };
    }
}
