package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.Debian;
import dev.sentinel.stories.Home.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person with two terminals: the lab in one; kubectl and sentences that break things in the other. */
final class LabByHandTest {
    private static final Pattern SERVER = Pattern.compile("kubectl --server (http://127\\.0\\.0\\.1:\\d+) ");
    private static final Pattern REPLICA = Pattern.compile("(?m)^(pvc-\\S+-r-\\S+)\\s+agent-");

    @TempDir
    Path folder;

    @Test
    void a_lab_is_looked_at_broken_and_mended_by_hand() throws Exception {
        Path kubectl = Debian.program("kubectl", "kubernetes-client");
        try (ChildJvm up = Program.start(List.of("lab", "up", "--port", "0", "--folder", lab().toString()))) {
            Matcher server =
                    SERVER.matcher(up.awaitLine(line -> SERVER.matcher(line).find(), Home.PATIENCE));
            assertThat(server.find()).isTrue();
            List<String> kubernetes = List.of(kubectl.toString(), "--server", server.group(1));

            String volumes = run(kubernetes, "get", "volumes.longhorn.io", "-n", "longhorn-system");
            assertThat(volumes).contains("NAME", "ROBUSTNESS", "attached", "healthy");
            Matcher replica = REPLICA.matcher(sentinel("show").succeeded().out());
            assertThat(replica.find()).isTrue();

            sentinel("do", "fail replica " + replica.group(1)).succeeded();
            await().atMost(Home.PATIENCE)
                    .until(() ->
                            run(kubernetes, "get", "volumes.longhorn.io", "-A").contains("degraded"));
            assertThat(sentinel("show").succeeded().out()).contains("! replica " + replica.group(1) + " failed");
            assertThat(run(
                            kubernetes,
                            "patch",
                            "nodes.longhorn.io",
                            "agent-1",
                            "-n",
                            "longhorn-system",
                            "--type=merge",
                            "-p",
                            "{\"spec\":{\"allowScheduling\":false}}"))
                    .contains("patched");
            assertThat(sentinel("show").succeeded().out()).containsPattern("agent-1 +ready +open +takes none");

            up.stop();
            assertThat(up.exitCode(Home.PATIENCE)).isZero();
        }
        assertThat(sentinel("show").exit()).isEqualTo(6);
        try (Stream<Path> left = Files.list(lab())) {
            assertThat(left.map(Path::getFileName)).containsExactly(Path.of("lab.lock"));
        }
    }

    private Path lab() {
        return folder.resolve("lab");
    }

    private Result sentinel(String command, String... words) {
        List<String> all = new ArrayList<>(List.of("lab", command, "--folder", lab().toString()));
        all.addAll(List.of(words));
        return Home.finish(Program.start(all));
    }

    private String run(List<String> program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("KUBECONFIG", folder.resolve("none").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
