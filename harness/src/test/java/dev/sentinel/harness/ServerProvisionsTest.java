package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProvisionsTest {
    @TempDir
    Path empty;

    @Test
    void prefers_a_given_address_then_docker_then_installed_programs_then_packages() {
        assertThat(DebianTest.names(rabbit(Map.of()).order(1, List.of())))
                .containsExactly(
                        "SENTINEL_TEST_AMQP_URI", "Docker", "installed programs", "apt-get install rabbitmq-server");
        assertThat(DebianTest.names(postgres(Map.of()).order(List.of())))
                .containsExactly(
                        "SENTINEL_TEST_POSTGRES_URL", "Docker", "installed programs", "apt-get install postgresql");
    }

    @Test
    void passes_over_an_address_that_is_not_given() {
        assertThat(given(Map.of(), 1, List.of())).isEqualTo(declines("is not set"));
        assertThat(given(Map.of("SENTINEL_TEST_AMQP_URI", " "), 1, List.of())).isEqualTo(declines("is not set"));
    }

    @Test
    void passes_over_a_given_address_when_the_test_needs_power_over_the_server() {
        Map<String, String> environment = Map.of("SENTINEL_TEST_AMQP_URI", "amqp://u:p@127.0.0.1:1");

        assertThat(given(environment, 1, List.of(Fault.KILL)))
                .isEqualTo(declines("gives a server that the harness cannot [KILL]"));
    }

    @Test
    void passes_over_a_given_address_when_the_test_needs_more_nodes() {
        Map<String, String> environment = Map.of("SENTINEL_TEST_AMQP_URI", "amqp://u:p@127.0.0.1:1");

        assertThat(given(environment, 3, List.of())).isEqualTo(declines("gives 1 of 3 nodes"));
    }

    @Test
    void takes_the_given_addresses_of_a_cluster_when_they_answer() throws IOException {
        try (ServerSocket broker = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String uri = "amqp://u:p@127.0.0.1:" + broker.getLocalPort();

            Provision.Offer<Broker> offer = given(Map.of("SENTINEL_TEST_AMQP_URI", uri + ", " + uri), 2, List.of());

            assertThat(offer).isInstanceOfSatisfying(Provision.Offer.Serves.class, serves -> {
                try (RabbitServer server = new RabbitServer((Broker) serves.server())) {
                    assertThat(server.nodes()).isEqualTo(2);
                    assertThat(server.supports(Fault.KILL)).isFalse();
                    assertThatThrownBy(() -> server.kill(0))
                            .isInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("SENTINEL_TEST_AMQP_URI")
                            .hasMessageContaining("RabbitServer.start(Fault.KILL)");
                }
            });
        }
    }

    @Test
    void fails_when_nothing_answers_at_a_given_address() {
        Map<String, String> environment =
                Map.of("SENTINEL_TEST_AMQP_URI", "amqp://u:secret@127.0.0.1:" + FreePort.find());

        assertThatThrownBy(() -> given(environment, 1, List.of()))
                .isInstanceOf(NoServerException.class)
                .hasMessageContaining("start that broker or unset the variable")
                .hasMessageNotContaining("secret");
    }

    @Test
    void fails_when_no_login_succeeds_at_a_given_postgres() {
        String url = "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/db?user=u&password=secret";
        PostgresProvisions provisions = postgres(Map.of("SENTINEL_TEST_POSTGRES_URL", url));

        assertThatThrownBy(() -> provisions.order(List.of()).getFirst().offer())
                .isInstanceOf(NoServerException.class)
                .hasMessageContaining("correct the variable or unset it")
                .hasMessageNotContaining("secret");
        assertThat(provisions.order(List.of(Fault.FREEZE)).getFirst().offer())
                .isEqualTo(new Provision.Offer.Declines<Postgres>("gives a server that the harness cannot [FREEZE]"));
    }

    @Test
    void prefers_a_given_program_then_an_installed_one_then_its_package() {
        assertThat(DebianTest.names(programs(Map.of()).order("SENTINEL_TEST_PROMETHEUS", "prometheus", "prometheus")))
                .containsExactly("SENTINEL_TEST_PROMETHEUS", "installed programs", "apt-get install prometheus");
    }

    @Test
    void takes_a_given_program_and_refuses_what_is_none() {
        FakeHost.program(empty, "mine");
        Path mine = empty.resolve("mine");

        assertThat(programs(Map.of("SENTINEL_TEST_PROMETHEUS", mine.toString()))
                        .provide("SENTINEL_TEST_PROMETHEUS", "prometheus", "prometheus"))
                .isEqualTo(mine);
        assertThatThrownBy(() -> programs(Map.of("SENTINEL_TEST_PROMETHEUS", empty.toString()))
                        .provide("SENTINEL_TEST_PROMETHEUS", "prometheus", "prometheus"))
                .isInstanceOf(NoServerException.class)
                .hasMessageContaining("correct the variable or unset it");
        assertThatThrownBy(() -> programs(Map.of()).provide("SENTINEL_TEST_PROMETHEUS", "prometheus", "prometheus"))
                .isInstanceOf(NoServerException.class)
                .hasMessageContaining("1. SENTINEL_TEST_PROMETHEUS: is not set")
                .hasMessageContaining("Ways out: set SENTINEL_TEST_PROMETHEUS=/path/to/prometheus");
    }

    @Test
    void says_what_is_missing_when_programs_can_be_neither_found_nor_installed() {
        List<Provision<Broker>> order = rabbit(Map.of()).order(1, List.of());

        assertThatThrownBy(() -> Provision.first("RabbitMQ", order.subList(2, 4), RabbitProvisions.WAYS_OUT))
                .isInstanceOf(NoServerException.class)
                .hasMessageContaining("1. installed programs: rabbitmq-server is not on the PATH")
                .hasMessageContaining("2. apt-get install rabbitmq-server: this is not Debian or Ubuntu")
                .hasMessageContaining("Ways out: set SENTINEL_TEST_AMQP_URI=amqp://")
                .hasMessageContaining("start a Docker engine")
                .hasMessageContaining("install rabbitmq-server");
    }

    private Provision.Offer<Broker> given(Map<String, String> environment, int nodes, List<Fault> faults) {
        return rabbit(environment).order(nodes, faults).getFirst().offer();
    }

    private RabbitProvisions rabbit(Map<String, String> environment) {
        return new RabbitProvisions(environment, machineWithNothing());
    }

    private PostgresProvisions postgres(Map<String, String> environment) {
        return new PostgresProvisions(environment, machineWithNothing());
    }

    private ProgramProvisions programs(Map<String, String> environment) {
        return new ProgramProvisions(environment, machineWithNothing());
    }

    private Debian machineWithNothing() {
        return new Debian(new FakeHost(empty, false, false, () -> {}));
    }

    private static Provision.Offer<Broker> declines(String why) {
        return new Provision.Offer.Declines<>(why);
    }
}
