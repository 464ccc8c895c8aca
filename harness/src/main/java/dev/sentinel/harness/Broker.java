package dev.sentinel.harness;

import java.util.List;
import java.util.Optional;

/** A RabbitMQ node or cluster, wherever it came from. */
sealed interface Broker extends AutoCloseable permits PrivateBroker, DockerBroker, GivenBroker {
    /** One per node; the virtual host is the broker's default one. */
    List<AmqpAddress> addresses();

    /** Creates virtual hosts in which the user of the addresses may do everything. */
    void addVirtualHosts(List<String> names);

    /** The power over its nodes, when there is any. */
    Optional<NodeControl> control();

    @Override
    void close();

    /** What can be done to the nodes of a broker that the harness started itself. */
    interface NodeControl {
        void kill(int node);

        void start(int node);

        void freeze(int node);

        void thaw(int node);

        String ctl(int node, List<String> arguments);

        /** Has a node evaluate an Erlang expression, which ends with a dot. */
        void evaluate(int node, String expression);
    }

    /** The expression that makes them all: asking a node costs more than what it then does. */
    static String addingVirtualHosts(List<String> names, String user) {
        String each = names.stream()
                .map(name -> "<<\"" + name + "\">>")
                .reduce((a, b) -> a + "," + b)
                .orElse("");
        return "[begin ok = rabbit_vhost:add(V, <<\"harness\">>), ok = rabbit_auth_backend_internal:set_permissions(<<\""
                + user + "\">>, V, <<\".*\">>, <<\".*\">>, <<\".*\">>, <<\"harness\">>) end || V <- [" + each
                + "]].";
    }
}
