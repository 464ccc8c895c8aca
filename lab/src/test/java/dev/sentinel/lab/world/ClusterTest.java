package dev.sentinel.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTest {

    @Test
    void probe() {
        Cluster cluster = Cluster.found(1, Instant.parse("2026-01-01T00:00:00Z"), Disks.none(), Map.of());
        for (String node : new String[] {"agent-1", "agent-2", "agent-3"}) {
            cluster.joins(node, Map.of());
        }
        World world = cluster.world();
        world.advance(world.now().plus(Duration.ofMinutes(1)));
        cluster.runs("db", "rabbitmq", "rabbitmq", 1, "40Gi");
        world.advance(world.now().plus(Duration.ofMinutes(2)));
        for (Kind kind : Kinds.all()) {
            if (kind.equals(Kinds.LH_SETTING) || kind.equals(Kinds.NAMESPACE)) continue;
            world.store().all(kind).forEach(each -> System.out.println(kind + " " + Tree.text(each, "metadata", "name") + " "
                + (kind.equals(Kinds.EVENT) ? Tree.text(each, "lastTimestamp") + " " + Tree.text(each, "reason")+" "+Tree.text(each,"message") + " x" + Tree.text(each,"count") : kind.group().equals("longhorn.io") || kind.equals(Kinds.POD) ? each.path("status") : "")));
        }
        System.out.println(world.devices().all());
        assertThat(world.store().version()).isGreaterThan(1);
    }
}
