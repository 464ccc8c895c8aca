package dev.sentinel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Surroundings;
import dev.sentinel.app.lab.Plan;
import dev.sentinel.app.lab.RunningLab;
import dev.sentinel.app.lifecycle.CannotStart;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that reach a running lab, on one that runs in this process; none breaks what another looks at. */
final class LabCommandsTest {

    private static final Plan PLAN = new Plan(3, 1, 0, 7);

    @TempDir
    static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // it runs before anything asks for it
    private static RunningLab lab;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws CannotStart {
        lab = RunningLab.start(PLAN, folder, Clock.systemUTC());
    }

    @AfterAll
    static void stop() throws IOException {
        assertThat(lab.walks()).isTrue();
        assertThat(lab.stop()).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName)).containsExactly(Path.of("lab.lock"));
        }
    }

    @Test
    void what_is_said_happens_and_shows() {
        assertThat(run("show")).isZero();
        assertThat(out.toString())
                .contains("NODES", "agent-3", "messaging/data-rabbitmq-0", "attached", "healthy", "monitoring/loki-0");

        assertThat(run("do", "cordon", "node", "agent-3")).isZero();
        assertThat(out.toString()).contains("Z  cordon node agent-3");
        assertThat(lab.picture().parts().getFirst().rows())
                .contains(List.of("agent-3", "ready", "cordoned", "takes replicas"));
        var volume = lab.picture().parts().get(1).rows().getFirst().getFirst();
        assertThat(run("do", "make volume " + volume + " eio")).isZero();
        assertThat(run("show")).isZero();
        assertThat(out.toString()).contains("! programs on volume " + volume + " get I/O errors");
    }

    @Test
    void programs_get_the_picture_as_json() throws IOException {
        assertThat(run("show", "-o", "json")).isZero();

        var picture = new ObjectMapper().readTree(out.toString());
        assertThat(picture.path("parts").findValuesAsText("name")).contains("nodes", "volumes", "replicas", "pods");
    }

    @Test
    void a_misspelled_sentence_is_answered_with_the_nearest() {
        assertThat(run("do", "fial replica pvc-1-r-2")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean: ", "fail replica <replica>");
    }

    @Test
    void what_is_not_there_is_named_with_what_is() {
        assertThat(run("do", "fail disk on agent-7")).isEqualTo(3);
        assertThat(err.toString()).contains("there is no node \"agent-7\"; did you mean \"agent-");
        assertThat(run("do", "join node agent-1")).isEqualTo(5);
        assertThat(err.toString()).contains("agent-1 is there already");
    }

    @Test
    void faults_are_listed_whether_a_lab_runs_or_not() {
        assertThat(command("lab", "faults")).isZero();
        assertThat(out.toString()).contains("fail replica <replica>\n", "join node <node>\n");
    }

    @Test
    void without_a_lab_it_says_how_to_start_one() {
        var elsewhere = folder.resolve("elsewhere").toString();

        assertThat(command("lab", "do", "--folder", elsewhere, "fail disk on agent-1"))
                .isEqualTo(6);
        assertThat(err)
                .hasToString(
                        "sentinel: no lab runs in %1$s; start one in another terminal: sentinel lab up --folder %1$s\n"
                                .formatted(elsewhere));
    }

    @Test
    void a_lab_that_was_killed_is_told_from_none(@TempDir Path other) throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            Files.writeString(
                    other.resolve("lab.json"),
                    "{\"pid\": 4711, \"control\": \"http://127.0.0.1:%d\", \"token\": \"x\"}"
                            .formatted(closed.getLocalPort()));
        }

        assertThat(command("lab", "show", "--folder", other.toString())).isEqualTo(6);
        assertThat(err.toString()).contains("process 4711", "sentinel lab up");
        Files.writeString(other.resolve("lab.json"), "{");
        assertThat(command("lab", "show", "--folder", other.toString())).isEqualTo(6);
        assertThat(err.toString()).contains("is not what a lab writes");
    }

    @Test
    void half_a_command_is_told_its_other_halves() {
        assertThat(command("lab")).isEqualTo(2);
        assertThat(err.toString()).startsWith("sentinel: say what to do: lab up, do, faults, or show\n");
    }

    @Test
    void wrong_wishes_for_a_lab_are_refused_before_anything_starts() {
        for (var wrong :
                List.of("--nodes=0", "--nodes=51", "--speed=0", "--speed=1001", "--speed=NaN", "--port=65536")) {
            assertThat(command("lab", "up", wrong)).as(wrong).isEqualTo(2);
        }
        assertThat(err.toString()).contains("--nodes is 1 to 50, not 51", "--speed is above 0 and at most 1000");
    }

    @Test
    void a_folder_has_one_lab_and_a_port_one_server(@TempDir Path other) throws IOException {
        assertThatThrownBy(() -> RunningLab.start(PLAN, folder, Clock.systemUTC()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("a lab runs in");
        assertThatThrownBy(() -> RunningLab.start(new Plan(1, 1, lab.api().getPort(), 7), other, Clock.systemUTC()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("--port");
        try (Stream<Path> left = Files.list(other)) {
            assertThat(left.map(Path::getFileName)).containsExactly(Path.of("lab.lock"));
        }
    }

    @Test
    void only_who_has_the_token_gets_in() throws Exception {
        var file = folder.resolve("lab.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        var state = new ObjectMapper().readTree(Files.readString(file));
        var control = URI.create(state.path("control").asText());
        var token = "Bearer " + state.path("token").asText();

        assertThat(status(control, "/show", "Bearer stolen", "")).isEqualTo(401);
        assertThat(status(control, "/show", token, "")).isEqualTo(200);
        assertThat(status(control, "/else", token, "")).isEqualTo(404);
        assertThat(status(control, "/do", token, "x".repeat(16 * 1024 + 1))).isEqualTo(413);
    }

    private static int status(URI control, String path, String token, String body) throws Exception {
        var request = HttpRequest.newBuilder(control.resolve(path)).header("Authorization", token);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            (body.isEmpty() ? request : request.POST(HttpRequest.BodyPublishers.ofString(body)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private int run(String... words) {
        return command(Stream.concat(
                        Stream.of("lab", words[0], "--folder", folder.toString()),
                        Stream.of(words).skip(1))
                .toArray(String[]::new));
    }

    private int command(String... words) {
        var reader = new ConfigReader(new Surroundings(folder, Optional.empty()));
        var cli = new Cli(reader, new BuildInfo("1.2.3", "abc"), (config, roles, tempo) -> {
            throw new AssertionError("a lab starts no role");
        });
        return cli.run(new PrintWriter(out), new PrintWriter(err), words);
    }
}
