package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.FreePort;
import dev.sentinel.harness.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A folder with a configuration, and the program started on it. */
record Home(Path folder, Path configuration) {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What a command printed and how it ended. */
    record Result(int exit, String out, String err) {
        Result succeeded() {
            assertThat(exit).as("%s%n%s", out, err).isZero();
            return this;
        }
    }

    static Home embedded(Path folder) {
        return with(folder, "broker:\n  port: 0\n");
    }

    /** On a port that stays the same, so that a publisher finds the broker again after a restart. */
    static Home embeddedOnOnePort(Path folder) {
        return with(folder, "broker:\n  port: " + FreePort.find() + "\n");
    }

    static Home on(Path folder, AmqpAddress broker) {
        return with(folder, amqp(folder, broker));
    }

    static Home on(Path folder, AmqpAddress broker, PostgresServer.Database database) {
        return with(
                folder,
                amqp(folder, broker)
                        + "store:\n  url: %s\n  user: %s\n  password-file: %s\n"
                                .formatted(
                                        database.jdbcUrl(),
                                        database.user(),
                                        secret(folder, "store-password", database.password())));
    }

    private static String amqp(Path folder, AmqpAddress broker) {
        return "broker:\n  uri: amqp://%s:%d/%s\n  user: %s\n  password-file: %s\n"
                .formatted(
                        broker.host(),
                        broker.port(),
                        broker.virtualHost(),
                        broker.user(),
                        secret(folder, "broker-password", broker.password()));
    }

    private static Home with(Path folder, String parts) {
        try {
            String common = "cluster: home\ndata: data\nserver:\n  listen: 127.0.0.1:0\n";
            return new Home(folder, Files.writeString(folder.resolve("sentinel.yaml"), common + parts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path secret(Path folder, String name, String value) {
        try {
            Path file = Files.writeString(folder.resolve(name), value);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, reading sources too. */
    Home reading(String collectors) {
        try {
            return new Home(
                    folder,
                    Files.writeString(
                            configuration, "collectors:\n" + collectors.indent(2), StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, with more sections. */
    Home and(String sections) {
        try {
            return new Home(folder, Files.writeString(configuration, sections, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code sentinel run} and waits until every part is ready. */
    Running run() {
        return Running.start(start("run"));
    }

    /** Starts a command without waiting for its end. */
    ChildJvm start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-c", configuration.toString()));
        return Program.start(all);
    }

    /** Runs a command to its end. */
    Result command(String... arguments) {
        return finish(start(arguments));
    }

    static Result finish(ChildJvm child) {
        try (child) {
            int exit = child.exitCode(PATIENCE);
            return new Result(exit, String.join("\n", child.output()), String.join("\n", child.errors()));
        }
    }
}
