package dev.sentinel.collectors.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.running.Recording;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Event;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, one store, one cluster: the second goes on where the first died. */
class TakeoverTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration TAKEOVER = Duration.ofSeconds(15);
    private static final String POD = """
            {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'prometheus-0', namespace: 'monitoring', uid: 'p-1'},
             spec: {nodeName: 'agent-1', volumes: [{name: 'db', persistentVolumeClaim: {claimName: 'db-0'}}]},
             status: {phase: 'Running'}}""";

    @TempDir
    Path folder;

    @Test
    void the_second_instance_tells_what_happened_since_the_first_one_died() {
        Recording whole = new Recording();
        Recording one = new Recording();
        Recording two = new Recording();
        Store first = store("shared.db");
        try (ScriptedApi api = new ScriptedApi();
                Store alone = store("alone.db");
                Store second = store("shared.db");
                Sitting unbroken = new Sitting(collector(api), "whole", Optional.of(alone), whole);
                Sitting dying = new Sitting(collector(api), "one", Optional.of(first), one)) {
            await().atMost(SOON).until(() -> !one.of("topology").isEmpty());
            try (Sitting heir = new Sitting(collector(api), "two", Optional.of(second), two)) {
                api.has(node("agent-1"));
                api.has(POD);
                await().atMost(SOON)
                        .until(() -> !one.of("kubernetes.node.joined").isEmpty());
                await().atMost(SOON)
                        .until(() -> edges(one)
                                .contains("kubernetes.pod/monitoring/prometheus-0 -runs_on-> kubernetes.node/agent-1"));
                await().atMost(SOON).until(() -> facts(whole).size() == 1);
                assertThat(two.of("topology")).isEmpty();
                // It dies: it writes nothing any more, neither here nor there, and gives nothing back.
                first.close();
                one.full(true);
                api.lacks(POD);
                await().atMost(SOON).until(() -> facts(whole).size() == 2);
                api.has(node("agent-2"));
                await().atMost(TAKEOVER)
                        .until(() -> facts(two).containsAll(after(facts(whole), facts(one)))
                                && facts(whole).size() == 3);
                assertThat(edges(two))
                        .contains("kubernetes.pod/monitoring/prometheus-0 -runs_on-> kubernetes.node/agent-1 ended");
                assertThat(new HashSet<>(facts(one, two))).isEqualTo(new HashSet<>(facts(whole)));
                assertThat(facts(one, two)).doesNotHaveDuplicates();
                assertThat(dying).isNotNull();
                assertThat(heir).isNotNull();
                assertThat(unbroken).isNotNull();
            }
        }
    }

    private Store store(String name) {
        return Store.open(new StoreConfig.Sqlite(folder.resolve(name)), Clock.systemUTC());
    }

    private static KubernetesCollector collector(ScriptedApi api) {
        return new KubernetesCollector(KubernetesSettings.of(api.connection()));
    }

    private static Set<String> after(List<String> all, List<String> before) {
        Set<String> after = new HashSet<>(all);
        before.forEach(after::remove);
        return after;
    }

    private static List<String> facts(Recording... tellers) {
        List<Event> events = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Recording teller : tellers) {
            teller.all().stream()
                    .filter(event -> Kinds.of(event).startsWith("kubernetes.") && ids.add(event.getId()))
                    .forEach(events::add);
        }
        return Told.facts(events);
    }

    private static List<String> edges(Recording teller) {
        return Told.edges(teller.of("topology"));
    }

    private static String node(String name) {
        return """
                {apiVersion: 'v1', kind: 'Node', metadata: {name: '%s'},
                 status: {conditions: [{type: 'Ready', status: 'True'}], nodeInfo: {bootID: 'b1'}}}""".formatted(name);
    }
}
