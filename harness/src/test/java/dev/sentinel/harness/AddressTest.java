package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Test
    void writes_and_reads_every_character_in_a_broker_address() {
        AmqpAddress odd = new AmqpAddress("::1", 5673, "/a b+c/%", "us:er@x", "p/w?#ü");

        assertThat(AmqpAddress.parse(odd.toUri())).isEqualTo(odd);
    }

    @Test
    void fills_in_what_a_short_broker_address_leaves_out() {
        assertThat(AmqpAddress.parse("amqp://broker"))
                .isEqualTo(new AmqpAddress("broker", 5672, "/", "guest", "guest"));
        assertThat(AmqpAddress.parse("amqp://u:p@broker:1/")).isEqualTo(new AmqpAddress("broker", 1, "/", "u", "p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://u:p@broker", "amqp:broker", "amqp://user@broker"})
    void refuses_what_is_no_broker_address_and_shows_the_form(String text) {
        assertThatThrownBy(() -> AmqpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("amqp://user:password@host:5672/virtual-host");
    }

    @Test
    void refuses_a_port_that_cannot_be() {
        assertThatThrownBy(() -> new AmqpAddress("h", 0, "/", "u", "p")).hasMessageContaining("port 0");
        assertThatThrownBy(() -> new AmqpAddress("h", 65536, "/", "u", "p")).hasMessageContaining("port 65536");
    }

    @Test
    void does_not_print_passwords() {
        assertThat(new AmqpAddress("h", 1, "v", "u", "secret").toString()).doesNotContain("secret");
        assertThat(PostgresAddress.onLoopback(1, "d", "u", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void takes_user_and_password_out_of_a_database_url_and_keeps_the_other_options() {
        PostgresAddress address =
                PostgresAddress.parse("jdbc:postgresql://h:1,i:2/d?sslmode=require&user=a%40b&password=p%26q&x=1");

        assertThat(address).isEqualTo(new PostgresAddress("h:1,i:2", "d", "?sslmode=require&x=1", "a@b", "p&q"));
        assertThat(address.withDatabase("e").jdbcUrl()).isEqualTo("jdbc:postgresql://h:1,i:2/e?sslmode=require&x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:p@h/d",
                "jdbc:postgresql://h/d",
                "jdbc:postgresql://h/d?user=u",
                "jdbc:postgresql://h/?user=u&password=p"
            })
    void refuses_what_is_no_complete_database_url_and_shows_the_form(String text) {
        assertThatThrownBy(() -> PostgresAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://host:5432/database?user=...&password=...");
    }
}
