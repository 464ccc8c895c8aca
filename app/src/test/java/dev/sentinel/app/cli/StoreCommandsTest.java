package dev.sentinel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Surroundings;
import dev.sentinel.correlator.running.Quiets;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.MissingEvidence;
import dev.sentinel.v1.PathHop;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read the store, on a store with two incidents. */
final class StoreCommandsTest {

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void keep_two_incidents() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("sentinel.yaml"), "cluster: lab\ndata: data\n");
        try (Store store = Store.open(new StoreConfig.Sqlite(folder.resolve("data/sentinel.db")), Clock.systemUTC())) {
            keep(store, incident("inc-aa1", IncidentState.INCIDENT_STATE_OPEN, "pvc-1"));
            keep(store, incident("inc-ab2", IncidentState.INCIDENT_STATE_RESOLVED, "pvc-2"));
        }
    }

    @Test
    void the_list_shows_what_is_not_resolved() {
        assertThat(run("incidents", "list")).isZero();
        assertThat(out.toString()).contains("inc-aa1", "open", "error", "80%").doesNotContain("inc-ab2");
        assertThat(run("incidents", "list", "--all", "-o", "json")).isZero();
        assertThat(out.toString()).contains("\"id\":\"inc-aa1\"", "\"id\":\"inc-ab2\"");
        assertThat(run("incidents", "list", "--state", "resolved")).isZero();
        assertThat(out.toString()).contains("inc-ab2").doesNotContain("inc-aa1");
    }

    @Test
    void a_state_that_does_not_exist_is_answered_with_those_that_do() {
        assertThat(run("incidents", "list", "--state", "opened")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no state \"opened\"", "suspected, open, mitigating");
    }

    @Test
    void the_story_is_told_with_its_path_and_what_is_missing() {
        assertThat(run("explain", "inc-aa")).isZero();
        assertThat(out.toString())
                .contains(
                        "volume longhorn-system/pvc-1 in cluster lab",
                        "2026-11-21 12:00:00Z  symptom    it stopped",
                        "by way of  server monitoring/k8s-0 -stored_on-> volume longhorn-system/pvc-1",
                        "Not known, and how to find out",
                        "kubectl get nodes");
    }

    @Test
    void what_a_log_put_into_a_title_does_not_reach_the_terminal() {
        assertThat(run("explain", "inc-aa")).isZero();
        assertThat(out.toString()).contains("\\u001b[2J").doesNotContain("\u001b");
        assertThat(run("incidents", "show", "inc-aa")).isZero();
        assertThat(out.toString()).contains("\\u001b[2J").doesNotContain("\u001b");
    }

    @Test
    void a_beginning_of_several_ids_is_no_name() {
        assertThat(run("explain", "inc-a")).isEqualTo(5);
        assertThat(err.toString()).contains("several incidents: inc-aa1, inc-ab2");
        assertThat(run("explain", "inc-%")).isEqualTo(3);
        assertThat(err.toString()).contains("there is no incident inc-%");
    }

    @Test
    void where_nothing_has_run_there_is_nothing_to_show() throws IOException {
        Files.writeString(folder.resolve("sentinel.yaml"), "data: elsewhere\n");
        assertThat(run("incidents", "list")).isEqualTo(6);
        assertThat(err.toString()).contains("there is no store at", "start 'sentinel run' first");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void a_silence_is_previewed_made_listed_and_ended() {
        assertThat(run("silences", "preview", "pivot=~pvc-.*")).isZero();
        assertThat(out.toString()).contains("inc-aa1", "inc-ab2");
        assertThat(err.toString()).contains("1 incidents now, and 1 of those resolved in the last 7 days");
        assertThat(run("silences", "list")).isZero();
        assertThat(out.toString()).hasLineCount(1);

        assertThat(run("silences", "add", "pivot=pvc-1", "--for", "2h", "--comment", "known", "--by", "op"))
                .isZero();
        String id = out.toString().split(" ", 2)[0];
        assertThat(out.toString()).contains("keeps quiet 1 incidents now, and 0 of those");
        assertThat(run("silences", "list")).isZero();
        assertThat(out.toString()).contains(id, "op", "pivot=pvc-1", "known");
        assertThat(run("silences", "expire", id)).isZero();
        assertThat(run("silences", "expire", id)).isEqualTo(3);
        assertThat(run("silences", "list")).isZero();
        assertThat(out.toString()).doesNotContain(id);
    }

    @Test
    void more_silences_or_windows_than_are_looked_at_are_refused_and_say_what_to_do() {
        try (Store store = Store.open(new StoreConfig.Sqlite(folder.resolve("data/sentinel.db")), Clock.systemUTC())) {
            long now = Clock.systemUTC().millis();
            for (String table : List.of("silence", "maintenance")) {
                store.writeNow(sql -> sql.batch(
                        "insert into " + table + " (id, starts_ms, ends_ms, body) values (?, ?, ?, ?)",
                        IntStream.range(0, Quiets.MOST)
                                .mapToObj(i -> List.<Object>of(table + i, now, now + 3_600_000L + i, new byte[0]))
                                .toList()));
            }
        }
        assertThat(run("silences", "add", "pivot=pvc-1", "--for", "2h", "--comment", "one more", "--by", "op"))
                .isEqualTo(5);
        assertThat(err.toString()).contains("there are 500 silences already; expire some first");
        assertThat(run("silences", "list")).isZero();
        assertThat(out.toString()).doesNotContain("one more");
        assertThat(run("maintenance", "add", "kubernetes.node/agent-4", "--for", "1h", "--comment", "x"))
                .isEqualTo(5);
        assertThat(err.toString()).contains("there are 500 maintenance windows already; end some first");
    }

    @Test
    void a_silence_needs_an_end_a_reason_and_matchers_that_mean_something() {
        assertThat(run("silences", "add", "pivot=pvc-1", "--comment", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--for");
        assertThat(run("silences", "add", "pivot=pvc-1", "--for", "2h")).isEqualTo(2);
        assertThat(err.toString()).contains("--comment");
        assertThat(run("silences", "add", "pivot=pvc-1", "--for", "soon", "--comment", "x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("\"soon\" is not a duration");
        assertThat(run("silences", "preview", "colour=red")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no \"colour\"; matchers look at cluster, pattern");
        assertThat(run("silences", "preview", "thing=~(")).isEqualTo(2);
        assertThat(err.toString()).contains("it is no regular expression");
        assertThat(run("silences", "preview", "nonsense")).isEqualTo(2);
        assertThat(err.toString()).contains("write it like pattern=volume-stalled");
    }

    @Test
    void maintenance_is_made_listed_and_ended() {
        assertThat(run("maintenance", "add", "kubernetes.node/agent-4", "--for", "1h", "--comment", "new disk"))
                .isZero();
        String id = out.toString().split(" ", 2)[0];
        assertThat(run("maintenance", "list")).isZero();
        assertThat(out.toString()).contains(id, "lab", "kubernetes.node/agent-4", "new disk");
        assertThat(run("maintenance", "end", id)).isZero();
        assertThat(run("maintenance", "end", id)).isEqualTo(3);
        assertThat(run("maintenance", "add", "agent-4", "--for", "1h", "--comment", "x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("\"agent-4\" names no thing");
    }

    @Test
    void a_correlator_alone_needs_a_broker_that_others_reach() {
        assertThat(run("correlate")).isEqualTo(2);
        assertThat(err.toString()).contains("set broker.uri");
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-c", folder.resolve("sentinel.yaml").toString()));
        var cli = new Cli(
                new ConfigReader(new Surroundings(folder, Optional.empty())),
                new BuildInfo("1.2.3", "abc"),
                (config, roles, tempo) -> {
                    throw new AssertionError("nothing is to be started");
                });
        return cli.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    private static Incident incident(String id, IncidentState state, String volume) {
        var noon = Timestamps.fromMillis(Instant.parse("2026-11-21T12:00:00Z").toEpochMilli());
        var pivot = ref("longhorn.volume", "longhorn-system", volume);
        return Incident.newBuilder()
                .setId(id)
                .setCluster("lab")
                .setRevision(3)
                .setPattern("volume-stalled")
                .setTitle("it hangs \u001b[2J")
                .setState(state)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPivot(pivot)
                .setBeganAt(noon)
                .setUpdatedAt(Timestamps.fromMillis(Clock.systemUTC().millis()))
                .setConfidence(Confidence.newBuilder().setScore(0.8))
                .addStory(StoryStep.newBuilder()
                        .setRole(StoryRole.STORY_ROLE_SYMPTOM)
                        .setSentence("it stopped")
                        .setSubject(ref("prometheus.server", "monitoring", "k8s-0"))
                        .setAt(noon)
                        .addPath(PathHop.newBuilder()
                                .setEdge(EdgeKind.EDGE_KIND_STORED_ON)
                                .setTo(pivot)))
                .addMissingEvidence(
                        MissingEvidence.newBuilder().setWhat("which node").setHowToLearn("kubectl get nodes"))
                .build();
    }

    private static Ref ref(String kind, String namespace, String name) {
        return Ref.newBuilder()
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    private static void keep(Store store, Incident incident) {
        String state = incident.getState().name().replace("INCIDENT_STATE_", "").toLowerCase(java.util.Locale.ROOT);
        store.writeNow(sql -> sql.update(
                """
                insert into incident
                (id, cluster, part, state, severity, pattern, revision, counted, began_ms, updated_ms, body)
                values (?, ?, 0, ?, 'error', ?, 3, 3, ?, ?, ?)""",
                incident.getId(),
                incident.getCluster(),
                state,
                incident.getPattern(),
                Timestamps.toMillis(incident.getBeganAt()),
                Timestamps.toMillis(incident.getUpdatedAt()),
                incident.toByteArray()));
    }
}
