package dev.sentinel.transport.bus;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Where the broker is and who we are there; several endpoints are the nodes of one cluster. */
public record BrokerAddress(
        List<Endpoint> endpoints, String virtualHost, String user, String password, Optional<SSLContext> tls) {

    /** One node. */
    public record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    public BrokerAddress {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a broker address needs at least one endpoint");
        }
    }

    public static BrokerAddress of(String host, int port, String virtualHost, String user, String password) {
        return new BrokerAddress(List.of(new Endpoint(host, port)), virtualHost, user, password, Optional.empty());
    }

    @Override
    public String toString() {
        return (tls.isPresent() ? "amqps://" : "amqp://") + user + "@" + endpoints + "/" + virtualHost;
    }
}
