package dev.sentinel.harness;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A real RabbitMQ for a test: one node or a cluster, with the faults a test may want. */
public final class RabbitServer implements AutoCloseable {
    private static final int VIRTUAL_HOSTS_AT_ONCE = 4;
    // More bytes than any disk has free.
    private static final String NEVER_ENOUGH = "900000000000000000";
    private static final String ALWAYS_ENOUGH = "1000000";

    private final Broker broker;
    private final Deque<String> virtualHosts = new ArrayDeque<>(VIRTUAL_HOSTS_AT_ONCE);

    private final BitSet frozen = new BitSet();

    RabbitServer(Broker broker) {
        this.broker = broker;
    }

    /** One node that can do the given faults; without any, also a server given by its address will do. */
    public static RabbitServer start(Fault... needed) {
        return new RabbitServer(RabbitProvisions.onThisMachine().provide(1, List.of(needed)));
    }

    /** A cluster that can do the given faults. */
    public static RabbitServer startCluster(int nodes, Fault... needed) {
        return new RabbitServer(RabbitProvisions.onThisMachine().provide(nodes, List.of(needed)));
    }

    /** The first node, its default virtual host. */
    public AmqpAddress address() {
        return address(0);
    }

    public AmqpAddress address(int node) {
        return broker.addresses().get(node);
    }

    public int nodes() {
        return broker.addresses().size();
    }

    /** A new, empty virtual host at the first node: what one test declares, no other test sees. */
    public AmqpAddress freshVirtualHost() {
        return address().withVirtualHost(nextVirtualHost());
    }

    private synchronized String nextVirtualHost() {
        if (virtualHosts.isEmpty()) {
            List<String> fresh = IntStream.range(0, VIRTUAL_HOSTS_AT_ONCE)
                    .mapToObj(i -> "test-" + UUID.randomUUID())
                    .toList();
            broker.addVirtualHosts(fresh);
            virtualHosts.addAll(fresh);
        }
        return virtualHosts.removeFirst();
    }

    public boolean supports(Fault fault) {
        return switch (fault) {
            case KILL, FREEZE, DISK_ALARM, CONTROL -> broker.control().isPresent();
        };
    }

    /** SIGKILL: nothing is said to clients. What was declared and confirmed before this call is on the disk. */
    public synchronized void kill(int node) {
        Broker.NodeControl control = control(Fault.KILL);
        if (!frozen.get(node)) {
            // RabbitMQ writes the names of quorum queues up to a second late: one declared just before the kill would
            // come
            // back without its leader and its messages (seen on 3.10.8), which is no test's subject.
            control.evaluate(node, "[ok = dets:sync(Table) || Table <- dets:all()].");
        }
        control.kill(node);
        frozen.clear(node);
    }

    /** Brings a killed node back on the same data and the same port; returns when it serves clients. */
    public void start(int node) {
        control(Fault.KILL).start(node);
    }

    /** SIGSTOP: connections stay open, nothing answers. */
    public synchronized void freeze(int node) {
        control(Fault.FREEZE).freeze(node);
        frozen.set(node);
    }

    public synchronized void thaw(int node) {
        control(Fault.FREEZE).thaw(node);
        frozen.clear(node);
    }

    /** Runs rabbitmqctl at a node and returns what it printed; throws when it fails. */
    public String ctl(int node, String... arguments) {
        return control(Fault.CONTROL).ctl(node, List.of(arguments));
    }

    /** The node says its disk is full: the whole cluster stops reading from connections that publish. */
    public void raiseDiskAlarm(int node) {
        setDiskFreeLimit(node, NEVER_ENOUGH);
    }

    public void clearDiskAlarm(int node) {
        setDiskFreeLimit(node, ALWAYS_ENOUGH);
    }

    private void setDiskFreeLimit(int node, String bytes) {
        control(Fault.DISK_ALARM).evaluate(node, "ok = rabbit_disk_monitor:set_disk_free_limit(" + bytes + ").");
    }

    @Override
    public void close() {
        broker.close();
    }

    private Broker.NodeControl control(Fault fault) {
        return broker.control()
                .orElseThrow(() -> new UnsupportedOperationException(
                        "the broker " + address() + " was given by " + RabbitProvisions.ADDRESS_VARIABLE
                                + ", so this test cannot do " + fault
                                + " to it; start it with RabbitServer.start(Fault." + fault + ")"));
    }
}
