package dev.sentinel.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.config.SentinelConfig.Broker;
import dev.sentinel.app.config.SentinelConfig.Log;
import dev.sentinel.app.config.SentinelConfig.Login;
import dev.sentinel.app.config.SentinelConfig.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoodFilesTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void without_a_file_everything_is_embedded_and_local() {
        var config = valid(new ConfigReader(new Surroundings(folder, Optional.empty())).defaults())
                .config();

        assertThat(config.data()).isEqualTo(folder.resolve("sentinel-data"));
        assertThat(config.broker().endpoint())
                .isEqualTo(new Broker.Embedded(folder.resolve("sentinel-data/broker"), 8485));
        assertThat(config.store()).isEqualTo(new Store.Sqlite(folder.resolve("sentinel-data/sentinel.db")));
        assertThat(config.server().listen()).isEqualTo(new HostPort("127.0.0.1", 8484));
        assertThat(config.correlator().lateness()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void state_goes_where_the_desktop_standard_says_when_it_says() {
        var reader = new ConfigReader(new Surroundings(folder, Optional.of(Path.of("/state"))));

        assertThat(valid(reader.defaults()).config().data()).isEqualTo(Path.of("/state/sentinel"));
    }

    @Test
    void a_production_file_becomes_one_complete_tree() throws IOException {
        secret("rabbit");
        secret("postgres");
        var config = valid(read("""
                cluster: prod-eu
                data: /var/lib/sentinel
                partitions: 16
                shutdown-grace: 1m30s
                broker:
                  uri: [amqps://r1:5671/sentinel, amqps://r2:5671/sentinel]
                  user: collector
                  password-file: rabbit
                  tls: {ca-file: ca.pem}
                  prefetch: 50
                  window: 1000
                  confirm-timeout: 500ms
                store:
                  url: jdbc:postgresql://db:5432/sentinel
                  user: sentinel
                  password-file: postgres
                  connections: 4
                spool: {folder: /spool, second-folder: /other/spool, max-size: 2GiB}
                correlator: {lease: 8s, lateness: 20s}
                ingest: {addresses: ["c1:8484", "[::1]:8484"]}
                server: {listen: "[::1]:9000"}
                log: {format: json, level: debug}
                """)).config();

        assertThat(config.cluster()).isEqualTo("prod-eu");
        assertThat(config.shutdownGrace()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.broker().confirmTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.spool())
                .isEqualTo(new SentinelConfig.Spool(
                        Path.of("/spool"), Optional.of(Path.of("/other/spool")), new Size(2L << 30)));
        assertThat(config.correlator())
                .isEqualTo(new SentinelConfig.Correlator(Duration.ofSeconds(8), Duration.ofSeconds(20)));
        assertThat(config.ingest().addresses()).containsExactly(new HostPort("c1", 8484), new HostPort("::1", 8484));
        assertThat(config.server().listen()).isEqualTo(new HostPort("::1", 9000));
        assertThat(config.log()).isEqualTo(new Log(Log.Format.JSON, Log.Level.DEBUG));
        assertThat(config.broker().endpoint()).isInstanceOfSatisfying(Broker.Amqp.class, amqp -> {
            assertThat(amqp.uris())
                    .containsExactly(URI.create("amqps://r1:5671/sentinel"), URI.create("amqps://r2:5671/sentinel"));
            assertThat(amqp.login()).map(Login::user).contains("collector");
            assertThat(amqp.login().map(Login::password).map(Secret::reveal)).contains("of rabbit");
        });
        assertThat(config.store()).isInstanceOfSatisfying(Store.Postgres.class, postgres -> {
            assertThat(postgres.url()).isEqualTo("jdbc:postgresql://db:5432/sentinel");
            assertThat(postgres.login().password().reveal()).isEqualTo("of postgres");
        });
    }

    @Test
    void relative_paths_start_at_the_file_and_not_at_the_shell() throws IOException {
        assertThat(valid(read("data: here")).config().data()).isEqualTo(folder.resolve("here"));
    }

    @Test
    void a_section_with_everything_commented_out_reads_as_defaults() throws IOException {
        assertThat(valid(read("log:\n  # level: debug\n")).config().log().level())
                .isEqualTo(Log.Level.INFO);
    }

    @Test
    void a_file_of_comments_reads_as_defaults() throws IOException {
        assertThat(valid(read("# nothing yet\n")).config().partitions()).isEqualTo(8);
    }

    @Test
    void every_setting_says_where_it_comes_from_and_secrets_never_show() throws IOException {
        secret("rabbit");
        var loaded = valid(read("""
                broker:
                  uri: amqp://rabbit
                  user: me
                  password-file: rabbit
                """));

        var file = folder.resolve("sentinel.yaml");
        assertThat(loaded.settings())
                .contains(
                        new Setting("broker.uri", "amqp://rabbit", file + ":2"),
                        new Setting("broker.password-file", "(hidden)", file + ":4"),
                        new Setting("broker.prefetch", "200", "default"));
        assertThat(loaded.toString()).doesNotContain("of rabbit");
    }

    @Test
    void loopback_is_recognised_by_address_not_by_hope() {
        assertThat(List.of("127.0.0.1", "127.8.8.8", "::1", "localhost"))
                .allMatch(host -> new HostPort(host, 1).isLoopback());
        assertThat(List.of("0.0.0.0", "::", "10.0.0.1", "127.0.0.1.evil.example", "localhost.evil.example"))
                .noneMatch(host -> new HostPort(host, 1).isLoopback());
    }

    private void secret(String name) throws IOException {
        var file = Files.writeString(folder.resolve(name), "of " + name + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Loaded read(String yaml) throws IOException {
        var file = Files.writeString(folder.resolve("sentinel.yaml"), yaml);
        return new ConfigReader(new Surroundings(Path.of("/elsewhere"), Optional.empty())).read(file);
    }

    private static Loaded.Valid valid(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Valid valid -> valid;
            case Loaded.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }
}
