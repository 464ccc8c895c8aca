package dev.sentinel.harness;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ways to come by a RabbitMQ, in order. */
record RabbitProvisions(Map<String, String> environment, Debian debian) {
    static final String ADDRESS_VARIABLE = "SENTINEL_TEST_AMQP_URI";
    static final String WAYS_OUT = "set " + ADDRESS_VARIABLE
            + "=amqp://user:password@host:5672/ (several, with commas, for a cluster), or start a Docker engine, or install"
            + " rabbitmq-server (3.10 or later), or run the tests on Debian or Ubuntu as root or with passwordless sudo.";

    static RabbitProvisions onThisMachine() {
        return new RabbitProvisions(System.getenv(), Debian.onThisMachine());
    }

    Broker provide(int nodes, List<Fault> faults) {
        String what = "RabbitMQ (" + nodes + (nodes == 1 ? " node" : " nodes")
                + (faults.isEmpty() ? ")" : ", able to " + faults + ")");
        return Provision.first(what, order(nodes, faults), WAYS_OUT);
    }

    List<Provision<Broker>> order(int nodes, List<Fault> faults) {
        return List.of(
                new Given(environment, nodes, faults),
                new DockerBroker.Way(nodes),
                new Local(debian.installed("rabbitmq-server"), nodes),
                new Local(debian.installing("rabbitmq-server", "rabbitmq-server"), nodes));
    }

    /** A server that somebody else runs. */
    private record Given(Map<String, String> environment, int nodes, List<Fault> faults) implements Provision<Broker> {
        @Override
        public String name() {
            return ADDRESS_VARIABLE;
        }

        @Override
        public Offer<Broker> offer() {
            String value = environment.getOrDefault(ADDRESS_VARIABLE, "");
            if (value.isBlank()) {
                return new Offer.Declines<>("is not set");
            }
            if (!faults.isEmpty()) {
                return new Offer.Declines<>("gives a server that the harness cannot " + faults);
            }
            List<AmqpAddress> addresses = List.of(value.split(",")).stream()
                    .map(uri -> AmqpAddress.parse(uri.strip()))
                    .toList();
            if (addresses.size() < nodes) {
                return new Offer.Declines<>("gives " + addresses.size() + " of " + nodes + " nodes");
            }
            return new Offer.Serves<>(GivenBroker.at(addresses, environment));
        }
    }

    /** Programs of this machine. */
    private record Local(Provision<Path> program, int nodes) implements Provision<Broker> {
        @Override
        public String name() {
            return program.name();
        }

        @Override
        public Offer<Broker> offer() {
            return switch (program.offer()) {
                case Offer.Serves<Path> found -> new Offer.Serves<>(PrivateBroker.start(found.server(), nodes));
                case Offer.Declines<Path> declined -> new Offer.Declines<>(declined.why());
            };
        }
    }
}
