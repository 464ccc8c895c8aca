package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** PostgreSQL run from the programs installed on this machine, in a folder of its own, on a free loopback port. */
final class PrivatePostgres implements Postgres, Postgres.ServerControl {
    private static final Duration PREPARED = Duration.ofMinutes(2);
    private static final Duration READY = Duration.ofMinutes(1);
    private static final String USER = "sentinel";

    private final Path program;
    private final List<String> asUser;
    private final Path folder;
    private final PostgresAddress address;
    private final int port;

    private Optional<ServerProcess> process = Optional.empty();
    private int starts;

    private PrivatePostgres(Path program, List<String> asUser, Path folder, int port, String password) {
        this.program = program;
        this.asUser = asUser;
        this.folder = folder;
        this.port = port;
        this.address = PostgresAddress.onLoopback(port, "postgres", USER, password);
    }

    /** {@code program} is the {@code postgres} executable; its siblings are used too. */
    static PrivatePostgres start(Path program) {
        PrivatePostgres server = new PrivatePostgres(
                program,
                OtherUser.prefix(),
                Scratch.ofThisJvm().newFolder("postgres"),
                FreePort.find(),
                UUID.randomUUID().toString());
        try {
            server.initialise();
            server.restart();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void initialise() {
        Path password = folder.resolve("password");
        try {
            // Root writes for another user here; the folder's own parent keeps everybody else out of the listing.
            Files.writeString(password, address.password());
            if (!asUser.isEmpty()) {
                OtherUser.give(folder);
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the folder " + folder + " for PostgreSQL", e);
        }
        Command.Outcome outcome = Command.run(
                PREPARED,
                environment(),
                words(
                        program.resolveSibling("initdb").toString(),
                        "--no-sync",
                        "--auth=scram-sha-256",
                        "--username=" + USER,
                        "--pwfile=" + password,
                        "--encoding=UTF8",
                        "--no-locale",
                        "--pgdata=" + data()));
        if (!outcome.succeeded()) {
            throw new IllegalStateException("PostgreSQL could not prepare " + data() + ":\n" + outcome.output());
        }
    }

    @Override
    public PostgresAddress address() {
        return address;
    }

    @Override
    public Optional<ServerControl> control() {
        return Optional.of(this);
    }

    @Override
    public synchronized void kill() {
        process.ifPresent(ServerProcess::kill);
        process = Optional.empty();
    }

    @Override
    public synchronized void restart() {
        kill();
        starts++;
        // What makes commits durable stays on; what costs memory or needs a writable system folder is small or off.
        ServerProcess started = ServerProcess.start(
                words(Stream.concat(
                                Stream.of(program.toString(), "-D", data().toString()),
                                Stream.of(
                                                "port=" + port,
                                                "listen_addresses=127.0.0.1",
                                                "unix_socket_directories=",
                                                "fsync=on",
                                                "synchronous_commit=on",
                                                "shared_buffers=16MB",
                                                "max_wal_senders=0",
                                                "max_connections=60",
                                                "log_timezone=UTC",
                                                "timezone=UTC")
                                        .flatMap(setting -> Stream.of("-c", setting)))
                        .toArray(String[]::new)),
                environment(),
                folder.resolveSibling(folder.getFileName() + "-" + starts + ".log"));
        process = Optional.of(started);
        started.awaitReady("PostgreSQL at " + address, READY, () -> PostgresServer.answers(address));
    }

    @Override
    public void freeze() {
        running().freeze();
    }

    @Override
    public void thaw() {
        running().thaw();
    }

    @Override
    public void close() {
        kill();
        Scratch.delete(folder);
    }

    private synchronized ServerProcess running() {
        return process.orElseThrow(
                () -> new IllegalStateException("PostgreSQL at " + address + " is not running; restart it first"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    private List<String> words(String... command) {
        return Stream.concat(asUser.stream(), Stream.of(command)).toList();
    }

    private static Map<String, String> environment() {
        return Map.of("LC_ALL", "C", "TZ", "UTC");
    }
}
