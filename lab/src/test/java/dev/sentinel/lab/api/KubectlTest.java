package dev.sentinel.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.harness.Debian;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that people use. */
class KubectlTest {

    @TempDir
    Path home;

    private final Path kubectl = Debian.program("kubectl", "kubernetes-client");
    private final Small small = new Small(1, Map.of());

    @Test
    void kubectl_gets_describes_patches_applies_cordons_and_scales() throws Exception {
        String volume = small.runs("db", "1Gi");
        try (ApiServer server = ApiServer.open(new Stage(small.world), 0)) {
            assertThat(kubectl(server, "get", "volumes.longhorn.io", "-n", "longhorn-system"))
                    .contains("NAME", "ROBUSTNESS", volume, "healthy", "attached");
            assertThat(kubectl(server, "get", "nodes")).contains("agent-1", "Ready");
            assertThat(kubectl(server, "describe", "pod", "db-0", "-n", "apps"))
                    .contains("Successfully assigned apps/db-0");
            assertThat(kubectl(
                            server,
                            "patch",
                            "nodes.longhorn.io",
                            "agent-1",
                            "-n",
                            "longhorn-system",
                            "--type=merge",
                            "-p",
                            "{\"spec\":{\"allowScheduling\":false}}"))
                    .contains("node.longhorn.io/agent-1 patched");
            Path map = Files.writeString(
                    home.resolve("map.yaml"),
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map, namespace: apps}\ndata: {a: b}\n");
            assertThat(kubectl(server, "apply", "-f", map.toString())).contains("configmap/map created");
            assertThat(kubectl(server, "cordon", "agent-2")).contains("node/agent-2 cordoned");
            assertThat(kubectl(server, "scale", "statefulset/db", "-n", "apps", "--replicas=2"))
                    .contains("db scaled");
        }
        assertThat(Tree.flag(small.get(Kinds.LH_NODE, "longhorn-system", "agent-1"), "spec", "allowScheduling"))
                .isFalse();
        assertThat(Tree.flag(small.world.store().get(Key.of(Kinds.NODE, "agent-2")), "spec", "unschedulable"))
                .isTrue();
        assertThat(small.world.store().find(Kinds.POD, "apps", "db-1")).isPresent();
    }

    @Test
    void kubectl_sorts_events_rehearses_a_deletion_and_takes_kubernetes_own_kind_first() throws Exception {
        var unused = small.runs("db", "1Gi");
        try (ApiServer server = ApiServer.open(new Stage(small.world), 0)) {
            assertThat(kubectl(server, "get", "events", "-n", "apps", "--sort-by=.lastTimestamp"))
                    .contains("LAST SEEN", "Scheduled", "pod/db-0");
            assertThat(kubectl(server, "delete", "pod", "db-0", "-n", "apps", "--dry-run=server"))
                    .contains("\"db-0\" deleted", "server dry run");
            assertThat(kubectl(server, "get", "volumeattachments")).contains("driver.longhorn.io");
        }
        assertThat(small.pod("db-0").path("metadata").has("deletionTimestamp")).isFalse();
    }

    private String kubectl(ApiServer server, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(kubectl.toString(), "--server", server.uri().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("KUBECONFIG", home.resolve("none").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
