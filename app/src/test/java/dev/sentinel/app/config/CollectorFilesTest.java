package dev.sentinel.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.kubernetes.edge.Connection;
import dev.sentinel.collectors.web.Login;
import dev.sentinel.collectors.webhook.edge.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people write about sources. */
final class CollectorFilesTest {
    @TempDir
    Path folder;

    private Loaded read(String text, Map<String, String> environment) throws IOException {
        var file = Files.writeString(folder.resolve("sentinel.yaml"), text);
        return new ConfigReader(new Surroundings(folder, Optional.empty(), environment)).read(file);
    }

    private CollectorsConfig good(String text) throws IOException {
        return switch (read(text, Map.of())) {
            case Loaded.Valid valid -> valid.config().collectors();
            case Loaded.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private List<String> problems(String text) throws IOException {
        return switch (read(text, Map.of())) {
            case Loaded.Valid valid -> List.of();
            case Loaded.Invalid invalid ->
                invalid.problems().stream().map(Problem::what).toList();
        };
    }

    private void secret(String name) throws IOException {
        var file = Files.writeString(folder.resolve(name), "s3cret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void a_collector_is_on_when_its_section_is_there_be_it_empty() throws IOException {
        assertThat(good("").on()).isEmpty();
        assertThat(good("collectors: {kernel: {}, host: , lease: 5s}").on()).containsExactly("host", "kernel");
    }

    @Test
    void a_server_has_a_place_a_login_and_what_it_stands_on() throws IOException {
        secret("token");
        var config = good("""
                collectors:
                  prometheus:
                    every: 10s
                    servers:
                      - url: https://prometheus.example:9090/prom
                        name: prometheus-0
                        namespace: monitoring
                        token-file: token
                        stored-on: kubernetes.persistent_volume_claim/monitoring/data-0
                        startup-budget: 15m
                        volume-size: 40GiB
                      - {url: "http://10.0.0.7:9090"}
                """);

        var servers = config.prometheus().named();
        assertThat(config.prometheus().every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(servers).hasSize(2);
        var first = servers.getFirst();
        assertThat(Things.written(first.ref())).isEqualTo("prometheus.server/monitoring/prometheus-0");
        assertThat(first.site().login()).isInstanceOf(Login.Bearer.class);
        assertThat(first.edges())
                .singleElement()
                .satisfies(edge -> assertThat(Things.written(edge.getTo()))
                        .isEqualTo("kubernetes.persistent_volume_claim/monitoring/data-0"));
        assertThat(first.thing().startupBudget()).contains(Duration.ofMinutes(15));
        assertThat(first.thing().volumeBytes()).contains(40L << 30);
        assertThat(Things.written(servers.get(1).ref())).isEqualTo("prometheus.server/10.0.0.7:9090");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {prometheus: {servers: [{name: a}]}}                                | collectors.prometheus.servers[1].url is missing
            {prometheus: {servers: [{url: "ftp://x"}]}}                         | is not the address of a server
            {prometheus: {servers: [{url: "http://u:p@x"}]}}                    | holds a user or password
            {prometheus: {servers: [{url: "http://x", nmae: a}]}}               | did you mean "collectors.prometheus.servers[1].name"
            {prometheus: {servers: [{url: "http://x"}, {url: "http://x"}]}}     | two of them are called "x"
            {prometheus: {servers: [http://x]}}                                 | is a section; write its keys
            {loki: {servers: [{url: "http://x", stored-on: nothing}]}}          | names no thing
            {webhook: {listen: "0.0.0.0:1", hooks: [{name: a, from: grafana}]}} | give every hook a token-file
            {webhook: {hooks: [{name: a, from: grafan}]}}                       | is not one of alertmanager, grafana, records, events
            {webhook: {hooks: [{name: a, from: events}, {name: a, from: events, path: /hooks/b}]}} | share their name or path
            {api: {context: prod}}                                              | is one of a kubeconfig
            {host: {units: [{name: "a b"}]}}                                    | name a unit of systemd
            {logs: {files: [{glob: "/var/../etc", program: x}]}}                | has no ..
            {kernal: {}}                                                        | did you mean "collectors.kernel"
            """)
    void says_what_is_wrong_in_words_that_help(String written, String told) throws IOException {
        assertThat(problems("collectors: " + written))
                .anySatisfy(what -> assertThat(what).contains(told));
    }

    @Test
    void hooks_have_a_path_of_their_name_and_a_sender() throws IOException {
        secret("token");
        var webhook = good("""
                collectors:
                  webhook:
                    listen: 0.0.0.0:8486
                    hooks:
                      - {name: am, from: alertmanager, token-file: token, silence: 10m, system: alertmanager.server/monitoring/am-0}
                """).webhook();

        var hook = webhook.hooks().getFirst();
        assertThat(hook.path()).isEqualTo("/hooks/am");
        assertThat(hook.silence()).contains(Duration.ofMinutes(10));
        assertThat(hook.content())
                .isInstanceOfSatisfying(
                        Hook.Content.Alerts.class,
                        alerts -> assertThat(Things.written(alerts.system().ref()))
                                .isEqualTo("alertmanager.server/monitoring/am-0"));
    }

    @Test
    void the_cluster_is_the_one_around_the_program_unless_another_is_named() throws IOException {
        assertThat(good("").api()).isEmpty();
        var inPod = Map.of("KUBERNETES_SERVICE_HOST", "10.43.0.1", "KUBERNETES_SERVICE_PORT", "443");
        assertThat(((Loaded.Valid) read("", inPod))
                        .config()
                        .collectors()
                        .api()
                        .orElseThrow()
                        .connection())
                .isInstanceOfSatisfying(
                        Connection.Address.class,
                        address -> assertThat(address.url()).hasToString("https://10.43.0.1:443"));
        assertThat(((Loaded.Valid) read("collectors: {api: {kubeconfig: here}}", inPod))
                        .config()
                        .collectors()
                        .api()
                        .orElseThrow()
                        .connection())
                .isEqualTo(new Connection.Kubeconfig(folder.resolve("here"), ""));
    }
}
