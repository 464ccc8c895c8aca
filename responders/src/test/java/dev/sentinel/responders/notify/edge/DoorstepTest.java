package dev.sentinel.responders.notify.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DoorstepTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1"
            })
    void addresses_of_this_machine_and_of_private_networks_are_private(String address) throws UnknownHostException {
        assertThat(Doorstep.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2606:4700::1111"})
    void addresses_of_the_internet_are_not(String address) throws UnknownHostException {
        assertThat(Doorstep.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void what_leads_to_a_private_address_is_refused_unless_that_is_meant() throws Exception {
        assertThatThrownBy(() -> new Doorstep(false).find("127.0.0.1")).hasMessageContaining("allow-private: true");
        assertThat(new Doorstep(true).find("127.0.0.1").isLoopbackAddress()).isTrue();
    }
}
